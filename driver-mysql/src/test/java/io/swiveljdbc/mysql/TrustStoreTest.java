package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When Swivel verifies a server in Connector/J's place, and what it keeps of the trust store. */
class TrustStoreTest {

  private static final String VERIFYING =
      "sslMode=VERIFY_CA&trustCertificateKeyStoreUrl=file:/etc/trust.p12";

  @TempDir Path folder;

  private static Map<String, String> properties(String query) {
    Map<String, String> properties = new HashMap<>();
    for (String each : query.split("&", -1)) {
      properties.put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
    }
    return properties;
  }

  @Test
  void isTheFileThatTheUrlNames() {
    TrustStore store =
        TrustStore.of(
            properties(
                "sslMode=verify_identity&trustCertificateKeyStoreUrl=file:///etc/trust.p12"
                    + "&trustCertificateKeyStoreType=PKCS12&trustCertificateKeyStorePassword=pw"
                    + "&cachePrepStmts=true&socketTimeout=5000"));

    assertThat(store)
        .isEqualTo(new TrustStore(Path.of("/etc/trust.p12"), "PKCS12", "pw", true))
        .hasToString("/etc/trust.p12");
    assertThat(TrustStore.of(properties(VERIFYING)))
        .isEqualTo(new TrustStore(Path.of("/etc/trust.p12"), "JKS", null, false));
  }

  /** One that is not understood is not accepted more widely, or refused, by mistake. */
  @ParameterizedTest
  @CsvSource({
    "sslMode=REQUIRED&trustCertificateKeyStoreUrl=file:/etc/trust.p12",
    "trustCertificateKeyStoreUrl=file:/etc/trust.p12",
    "sslMode=VERIFY_CA",
    "sslMode=VERIFY_CA&trustCertificateKeyStoreUrl=https://host/trust.p12",
    "sslMode=VERIFY_CA&trustCertificateKeyStoreUrl=file:trust.p12",
    "sslMode=VERIFY_CA&trustCertificateKeyStoreUrl=file://host/trust.p12",
    "sslMode=VERIFY_CA&trustCertificateKeyStoreUrl=file:////etc/trust.p12",
    "sslMode=VERIFY_CA&trustCertificateKeyStoreUrl=file:///%2fetc/trust.p12",
    "sslMode=VERIFY_CA&trustCertificateKeyStoreUrl=file:/with a space",
    VERIFYING + "&trustCertificateKeyStoreType=Windows-ROOT",
    VERIFYING + "&tlsVersions=TLSv1.3",
    VERIFYING + "&TLSVersions=TLSv1.3",
    VERIFYING + "&tlsCiphersuites=TLS_AES_256_GCM_SHA384",
    VERIFYING + "&enabledSSLCipherSuites=TLS_AES_256_GCM_SHA384",
    VERIFYING + "&clientCertificateKeyStoreUrl=file:/etc/key.p12",
    VERIFYING + "&fipsCompliantJsse=true",
    VERIFYING + "&keyStoreProvider=SunJCE",
    VERIFYING + "&sslContextProvider=SunJSSE",
    VERIFYING + "&fallbackToSystemTrustStore=false",
    VERIFYING + "&useSSL=false",
  })
  void isConnectorJsMatterWhereMoreIsToBeConsidered(String query) {
    assertThat(TrustStore.of(properties(query))).isNull();
  }

  @Test
  void isOpenedAgainOnlyWhenItIsAnother() throws Exception {
    Path file = folder.resolve("trust.p12");
    TrustStore store = TestStore.make(file).asTrustStore(true);
    TrustStores stores = new TrustStores();
    Trust opened = stores.trust(store);
    assertThat(opened).isNotNull();
    assertThat(stores.trust(store)).isSameAs(opened);

    FileTime modified = Files.getLastModifiedTime(file);
    byte[] content = Files.readAllBytes(file);
    Files.write(file, new byte[content.length]);
    Files.setLastModifiedTime(file, modified);
    assertThat(stores.trust(store)).as("that is for Connector/J to say").isNull();
    Files.write(file, content);
    assertThat(stores.trust(store)).isNotNull().isNotSameAs(opened);
  }

  @Test
  void isLeftToConnectorJUntilItIsAnother() throws Exception {
    Path file = folder.resolve("trust.p12");
    TrustStore store = TestStore.make(file).asTrustStore(true);
    TrustStores stores = new TrustStores();
    Trust opened = Objects.requireNonNull(stores.trust(store));

    stores.leave(store, Trust.in(opened.anchors(), opened.until()));
    assertThat(stores.trust(store)).as("which has not refused anybody").isSameAs(opened);
    stores.leave(store, opened);
    assertThat(stores.trust(store)).isNull();
    Files.delete(file);
    TestStore.make(file);
    assertThat(stores.trust(store)).isNotNull();
  }

  @Test
  void hasNoCertificateThatIsNotValidNow() throws Exception {
    TestStore expired =
        TestStore.make(folder.resolve("expired.p12"), "-startdate", "-3d", "-validity", "1");
    TestStore valid = TestStore.make(folder.resolve("valid.p12"), "-validity", "9");

    assertThat(opened(expired).anchors().size()).isZero();
    assertThat(opened(valid).anchors().size()).isEqualTo(1);
    X509Certificate certificate = (X509Certificate) valid.load().getCertificate("server");
    assertThat(opened(valid).until()).isEqualTo(certificate.getNotAfter().toInstant());
  }

  private static Trust opened(TestStore store) throws Exception {
    return store.asTrustStore(false).open(Files.readAllBytes(store.file()));
  }
}
