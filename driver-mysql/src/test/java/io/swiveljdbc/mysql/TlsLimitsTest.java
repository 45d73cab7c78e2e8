package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The JDK's limits on algorithms count in a handshake of ours. A JVM reads them once, so each of
 * these has one to itself.
 */
@Timeout(30)
class TlsLimitsTest {

  @TempDir Path folder;

  /** A client, and a server whose chain ends with what the client trusts. */
  static final class Handshake {
    public static void main(String[] files) throws Exception {
      Trust trust = new TrustStores().trust(new TestStore(Path.of(files[0])).asTrustStore(true));
      try {
        System.out.println(
            VerifiedTlsTest.handshake(
                new TestStore(Path.of(files[1])),
                Objects.requireNonNull(trust),
                "localhost",
                true));
      } catch (SSLException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void aCertificateWhoseAlgorithmIsDisabledForTlsIsRefused() throws Exception {
    TestStore root = TestStore.make(folder.resolve("root.p12"), "-ext", "bc:c");
    TestStore leaf =
        root.signs(
            folder.resolve("leaf.p12"), "-ext", "san=dns:localhost", "-sigalg", "SHA384withECDSA");

    assertThat(handshake(root, leaf, "RC4")).contains("TLSv1.3");
    assertThat(handshake(root, leaf, "SHA384withECDSA"))
        .contains("do not conform to algorithm constraints");
  }

  private String handshake(TestStore trusted, TestStore server, String disabled) throws Exception {
    Path limits =
        Files.writeString(
            folder.resolve("java.security"), "jdk.tls.disabledAlgorithms=" + disabled);
    Path said = folder.resolve("said");
    ProcessBuilder java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Djava.security.properties=" + limits,
                Handshake.class.getName(),
                trusted.file().toString(),
                server.file().toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    java.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = java.start();
    try {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(said, StandardCharsets.UTF_8);
  }
}
