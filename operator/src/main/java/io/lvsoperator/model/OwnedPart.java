package io.lvsoperator.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A part that this node has taken as a real server, as the journal remembers it: enough to keep it
 * in place while its directors still need it, also when the objects are gone and the agent was
 * started anew.
 *
 * @param part what was wanted last
 * @param leavingSince since when it is no longer wanted, if it is not
 */
public record OwnedPart(HostedPart part, Optional<Instant> leavingSince) {}
