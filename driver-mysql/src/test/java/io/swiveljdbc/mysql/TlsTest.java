package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.NativeSession;
import com.mysql.cj.jdbc.JdbcConnection;
import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.WithMysql;
import io.swiveljdbc.trial.Sql;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server is trusted, or not, as it is by Connector/J. */
@WithMysql(readers = 0, tls = true)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TlsTest {

  private static final Pattern STORE = Pattern.compile("trustCertificateKeyStoreUrl=([^&]*)");
  private static final Pattern PASSWORD =
      Pattern.compile("trustCertificateKeyStorePassword=([^&]*)");

  private static final String VERSION =
      "SELECT variable_value FROM performance_schema.session_status"
          + " WHERE variable_name = 'Ssl_version'";

  private final MysqlCluster cluster;
  @TempDir Path folder;
  private Path trusted;
  private Path other;
  private String password;

  TlsTest(MysqlCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void copyStore() throws Exception {
    String url = cluster.jdbcUrl();
    URI store = URI.create(URLDecoder.decode(found(STORE, url), StandardCharsets.UTF_8));
    trusted = Files.copy(Path.of(store), folder.resolve("trusted.p12"));
    password = found(PASSWORD, url);
    other = folder.resolve("other.p12");
    TestStore.make(other);
  }

  private static String found(Pattern pattern, String url) {
    Matcher matcher = pattern.matcher(url);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private String url(String host, String mode, Path store, String storePassword) {
    String url = cluster.writer().jdbcUrl();
    return url.replaceFirst("//[^:/]+", "//" + host)
        .replaceFirst("sslMode=[A-Z_]+", "sslMode=" + mode)
        .replaceFirst(STORE.pattern(), "trustCertificateKeyStoreUrl=" + store.toUri())
        .replaceFirst(PASSWORD.pattern(), "trustCertificateKeyStorePassword=" + storePassword);
  }

  /** The innermost reason why there is no connection; empty where there is one. */
  private static String refusal(String url) {
    try (Connection connection = DriverManager.getConnection(url)) {
      assertThat(Sql.text(connection, VERSION)).startsWith("TLSv1.");
      return "";
    } catch (SQLException e) {
      return String.valueOf(root(e).getMessage());
    }
  }

  private static Throwable root(Throwable e) {
    return e.getCause() == null ? e : root(e.getCause());
  }

  /** 0.0.0.0 is this machine too, and not in its certificate. */
  @ParameterizedTest
  @CsvSource({
    "localhost, VERIFY_IDENTITY, true, true",
    "127.0.0.1, VERIFY_IDENTITY, true, true",
    "0.0.0.0, VERIFY_IDENTITY, true, false",
    "0.0.0.0, VERIFY_CA, true, true",
    "localhost, VERIFY_CA, false, false",
    "localhost, REQUIRED, false, true",
  })
  void isTrustedAsByConnectorJ(String host, String mode, boolean isTrusted, boolean connects)
      throws Exception {
    String storePassword = isTrusted ? password : TestStore.PASSWORD;
    String url = url(host, mode, isTrusted ? trusted : other, storePassword);
    String swivel = url.replace("jdbc:mysql:", "jdbc:swivel:mysql:");

    assertThat(refusal(url).isEmpty()).isEqualTo(connects);
    assertThat(refusal(swivel).isEmpty()).isEqualTo(connects);
    assertThat(refusal(swivel)).contains(refusal(url));
  }

  /** Or else it was Connector/J's second attempt that succeeded. */
  @Test
  void theHandshakeIsOursAndOffersLessThanConnectorJs() throws Exception {
    String url = url("localhost", "VERIFY_IDENTITY", trusted, password);
    assertThat(offered(url)).anyMatch(suite -> suite.contains("_CBC_"));
    assertThat(offered(url.replace("jdbc:mysql:", "jdbc:swivel:mysql:")))
        .isNotEmpty()
        .allMatch(suite -> suite.contains("_GCM_") || suite.contains("_CHACHA20_"));
  }

  private static List<String> offered(String url) throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection(url)) {
      NativeSession session = (NativeSession) connection.unwrap(JdbcConnection.class).getSession();
      SSLSocket socket = (SSLSocket) session.getProtocol().getSocketConnection().getMysqlSocket();
      return List.of(socket.getEnabledCipherSuites());
    }
  }

  @Test
  void aStoreThatHasChangedCounts() throws Exception {
    String url = url("localhost", "VERIFY_IDENTITY", trusted, password);
    String swivel = url.replace("jdbc:mysql:", "jdbc:swivel:mysql:");
    assertThat(refusal(swivel)).isEmpty();

    // Of another cluster to the driver, whose first connection is opened anew.
    String anew = "&swivel.probeInterval=310ms";
    Files.delete(trusted);
    TestStore.make(trusted, "-storepass", password);
    assertThat(refusal(swivel + anew)).contains(refusal(url)).isNotEmpty();
  }
}
