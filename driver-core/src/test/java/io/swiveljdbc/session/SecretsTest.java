package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.swiveljdbc.cluster.Clusters;
import io.swiveljdbc.testing.FakeServers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A password is in no exception, no toString and no thread name. */
class SecretsTest {

  private static final String SECRET = FakeServers.Login.GOOD.password();

  private final TwoServers two = new TwoServers("failoverTimeout", "100ms");

  @AfterEach
  void close() {
    two.close();
  }

  @Test
  void is_in_no_text_of_a_target_or_an_address() {
    assertThat(two.servers.target().toString())
        .isEqualTo("shop@[a:5432, b:5432]/shop")
        .doesNotContain(SECRET);
  }

  @Test
  void is_in_no_text_of_a_connection_and_in_no_thread_name() throws Exception {
    try (Connection connection = two.open()) {
      String texts =
          List.of(
                  connection,
                  connection.createStatement(),
                  connection.getMetaData(),
                  connection.getMetaData().getURL(),
                  two.cluster().topology(),
                  two.cluster().facts(),
                  connection.getClientInfo())
              .toString();
      String threads =
          Thread.getAllStackTraces().keySet().stream()
              .map(Thread::getName)
              .collect(Collectors.joining());

      assertThat(texts + threads).doesNotContain(SECRET);
    }
  }

  @Test
  void is_in_no_error_when_nobody_is_reached_or_lets_us_in() {
    FakeServers servers = FakeServers.of("c", "d");
    SQLException refusal = new SQLException("go away", "28P01");
    servers.stream().forEach(server -> server.refuseLogins(refusal));
    Throwable refused = catchThrowable(() -> openFirst(servers));
    servers.stream().forEach(server -> server.kill());
    Throwable unreachable = catchThrowable(() -> openFirst(servers));

    assertThat(stackTrace(refused)).contains("28P01").doesNotContain(SECRET);
    assertThat(stackTrace(unreachable)).contains("c:5432").doesNotContain(SECRET);
  }

  private static Connection openFirst(FakeServers servers) throws SQLException {
    return new ConnectionOpener(new Clusters())
        .open(servers.engine(), servers.target(), FakeServers.options());
  }

  private static String stackTrace(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text, true));
    return text + ((SQLException) error).getSQLState();
  }
}
