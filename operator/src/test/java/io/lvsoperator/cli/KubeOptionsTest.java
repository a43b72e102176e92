package io.lvsoperator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KubeOptionsTest {
  @TempDir Path directory;

  private static KubeOptions options(Path kubeconfig) {
    KubeOptions options = new KubeOptions();
    new CommandLine(options).parseArgs("--kubeconfig", kubeconfig.toString());
    return options;
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** As Go writes it: with the curve inside (RFC 5915). */
  private static byte[] sec1(ECPrivateKey key) throws IOException {
    return new org.bouncycastle.asn1.sec.ECPrivateKey(
            256, key.getS(), SECObjectIdentifiers.secp256r1)
        .getEncoded();
  }

  /**
   * k3s and others give their clients such keys, in a form that the JDK does not read by itself.
   */
  @Test
  void clientKeysMayBeEllipticCurves()
      throws IOException, GeneralSecurityException, OperatorCreationException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair keys = generator.generateKeyPair();
    X500Name name = new X500Name("CN=agent");
    Instant now = Instant.now();
    var certificate =
        new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(now.minusSeconds(60)),
                Date.from(now.plusSeconds(3600)),
                name,
                keys.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
    String key = pem(new PemObject("EC PRIVATE KEY", sec1((ECPrivateKey) keys.getPrivate())));
    Path kubeconfig =
        Files.writeString(
            directory.resolve("config"),
            """
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "https://127.0.0.1:6443"}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            users:
              - name: u
                user: {client-certificate-data: %s, client-key-data: %s}
            current-context: c
            """
                .formatted(base64(pem(certificate)), base64(key)));
    try (KubernetesClient client = options(kubeconfig).client()) {
      assertThat(client.getMasterUrl()).hasToString("https://127.0.0.1:6443/");
    }
  }

  @Test
  void saysThatAKeyIsNotUsable() throws IOException {
    Path kubeconfig =
        Files.writeString(
            directory.resolve("config"),
            """
            clusters: [{name: c, cluster: {server: "https://127.0.0.1:6443"}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            users: [{name: u, user: {client-certificate-data: eA==, client-key-data: eA==}}]
            current-context: c
            """);
    assertThatThrownBy(() -> options(kubeconfig).client())
        .isInstanceOf(Sentence.class)
        .hasMessageContaining("https://127.0.0.1:6443");
  }

  @Test
  void saysWhichKubeconfigIsNoKubeconfig() throws IOException {
    Path kubeconfig = Files.writeString(directory.resolve("config"), "just: [text");
    assertThatThrownBy(() -> options(kubeconfig).client())
        .isInstanceOf(Sentence.class)
        .hasMessageContaining(kubeconfig.toString());
  }
}
