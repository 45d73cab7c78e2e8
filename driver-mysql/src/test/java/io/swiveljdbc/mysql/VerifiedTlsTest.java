package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which servers are refused, tried on a server of the JDK's own. */
@Timeout(30)
class VerifiedTlsTest {

  @TempDir static Path folder;
  private static TestStore good;
  private static TestStore other;
  private static TestStore expired;

  @BeforeAll
  static void makeCertificates() throws Exception {
    good = TestStore.make(folder.resolve("good.p12"));
    other = TestStore.make(folder.resolve("other.p12"));
    expired = TestStore.make(folder.resolve("expired.p12"), "-startdate", "-3d", "-validity", "1");
  }

  /** The version of TLS that a client speaks with a server after it has verified it. */
  static String handshake(
      TestStore server, Trust trust, String host, boolean identity, String... suites)
      throws Exception {
    try (SSLServerSocket listening =
        (SSLServerSocket)
            server
                .serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      if (suites.length > 0) {
        listening.setEnabledCipherSuites(suites);
      }
      Thread answering = new Thread(() -> answer(listening));
      answering.start();
      try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), listening.getLocalPort());
          SSLSocket socket =
              VerifiedTls.over(plain, host, listening.getLocalPort(), trust, identity)) {
        return socket.getSession().getProtocol();
      } finally {
        answering.join();
      }
    }
  }

  private static void answer(SSLServerSocket listening) {
    try (SSLSocket accepted = (SSLSocket) listening.accept()) {
      accepted.startHandshake();
      int unused = accepted.getInputStream().read();
    } catch (IOException e) {
      // The client has refused it.
    }
  }

  private static Trust trust(TestStore store) {
    Trust trust = new TrustStores().trust(store.asTrustStore(false));
    assertThat(trust).isNotNull();
    return trust;
  }

  @Test
  void whoHasATrustedCertificateForItsHostIsAccepted() throws Exception {
    assertThat(handshake(good, trust(good), "localhost", true)).isEqualTo("TLSv1.3");
    assertThat(handshake(good, trust(good), "127.0.0.1", true)).isEqualTo("TLSv1.3");
  }

  @Test
  void anotherHostsCertificateWillDoOnlyWhereTheIdentityDoesNotMatter() throws Exception {
    assertThat(handshake(good, trust(good), "db1.example.com", false)).isEqualTo("TLSv1.3");
    assertThatThrownBy(() -> handshake(good, trust(good), "db1.example.com", true))
        .isInstanceOf(SSLException.class);
  }

  /** The JDK would take the common name of one that has an address for its only name. */
  @Test
  void aCertificateIsForTheHostsThatItNamesAmongItsAlternativeNames() throws Exception {
    TestStore named = TestStore.make(folder.resolve("named.p12"), "-ext", "san=dns:*.example.com");
    TestStore common =
        TestStore.make(
            folder.resolve("common.p12"),
            "-dname",
            "CN=db1.example.com",
            "-ext",
            "san=ip:10.0.0.1");
    assertThat(handshake(named, trust(named), "db1.example.com", true)).isEqualTo("TLSv1.3");
    assertThatThrownBy(() -> handshake(named, trust(named), "db1.eu.example.com", true))
        .isInstanceOf(SSLException.class);
    assertThatThrownBy(() -> handshake(common, trust(common), "db1.example.com", true))
        .isInstanceOf(SSLException.class);
  }

  /** Which would not take an address for a name, besides what is refused here. */
  @Test
  void theJdkChecksTheNameToo() throws Exception {
    TestStore odd = TestStore.make(folder.resolve("odd.p12"), "-ext", "san=dns:127.0.0.1");
    assertThat(handshake(odd, trust(odd), "127.0.0.1", false)).isEqualTo("TLSv1.3");
    assertThatThrownBy(() -> handshake(odd, trust(odd), "127.0.0.1", true))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("No subject alternative names matching IP address");
  }

  /** As Connector/J has it; the JDK would accept the last two, too. */
  @Test
  void aChainEndsWithTheIssuerOfItsLastCertificate() throws Exception {
    TestStore root = TestStore.make(folder.resolve("root.p12"), "-ext", "bc:c");
    TestStore middle = root.signs(folder.resolve("middle.p12"), "-ext", "bc:c");
    TestStore leaf = middle.signs(folder.resolve("leaf.p12"), "-ext", "san=dns:localhost");

    assertThat(handshake(leaf, trust(root), "localhost", true)).isEqualTo("TLSv1.3");
    assertThatThrownBy(() -> handshake(leaf, trust(middle), "localhost", true))
        .isInstanceOf(SSLException.class);
    assertThatThrownBy(() -> handshake(leaf, trust(leaf), "localhost", true))
        .isInstanceOf(SSLException.class);
  }

  @Test
  void anUnknownCertificateIsRefused() {
    assertThatThrownBy(() -> handshake(other, trust(good), "localhost", false))
        .isInstanceOf(SSLException.class);
  }

  /** The JDK accepts one that is trusted itself for as long as one likes. */
  @Test
  void anExpiredCertificateIsRefusedThoughItIsTrustedItself() throws Exception {
    Trust all = Trust.in(expired.load(), Instant.MAX);
    assertThatThrownBy(() -> handshake(expired, all, "localhost", true))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("NotAfter");
    assertThatThrownBy(() -> handshake(expired, trust(expired), "localhost", true))
        .isInstanceOf(SSLException.class);
  }

  @Test
  void aCipherSuiteWithoutAuthenticatedEncryptionIsRefused() {
    assertThatThrownBy(
            () ->
                handshake(
                    good,
                    trust(good),
                    "localhost",
                    true,
                    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"))
        .isInstanceOf(SSLException.class);
  }
}
