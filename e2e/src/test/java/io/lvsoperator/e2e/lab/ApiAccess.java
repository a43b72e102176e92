package io.lvsoperator.e2e.lab;

import java.net.URI;
import java.nio.file.Path;

/**
 * What a client of the lab's API server needs.
 *
 * @param server its address
 * @param ca the certificate that signed the server's
 * @param token a bearer token with all rights
 */
public record ApiAccess(URI server, Path ca, String token) {}
