package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.DirectorGroupSpec;
import io.lvsoperator.api.v1alpha1.DirectorGroupStatus;
import io.lvsoperator.translate.snapshot.Declared;

/**
 * A DirectorGroup to be judged.
 *
 * @param group the object
 */
public record GroupCase(Declared<DirectorGroupSpec, DirectorGroupStatus> group) {}
