package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swiveljdbc.cluster.Clusters;
import io.swiveljdbc.testing.FakeServer;
import io.swiveljdbc.testing.FakeServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The first connection of a cluster: what is found, and what is said when nothing is. */
@Timeout(20)
class FirstConnectionTest {

  private final FakeServers servers = FakeServers.of("a", "b", "c");
  private final FakeServer a = servers.get("a");
  private final FakeServer b = servers.get("b");
  private final FakeServer c = servers.get("c");

  private Connection open(String... options) throws SQLException {
    return new ConnectionOpener(new Clusters())
        .open(servers.engine(), servers.target(), FakeServers.options(options));
  }

  @Test
  void is_not_delayed_by_seeds_that_are_dead_hung_or_unresolvable() throws Exception {
    a.kill();
    b.freeze();
    c.becomeWriter(1);
    long begun = System.nanoTime();

    try (Connection connection = open("detection", "15s", "connectTimeout", "15s")) {
      connection.createStatement().executeUpdate("INSERT 1");
    }

    assertThat(c.executed()).containsExactly("INSERT 1");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void fails_as_soon_as_all_seeds_have_failed_with_what_each_said() {
    servers.stream().forEach(FakeServer::kill);
    c.refuseLogins(null);

    assertThatThrownBy(() -> open("failoverTimeout", "1m"))
        .isInstanceOf(SQLTransientConnectionException.class)
        .hasFieldOrPropertyWithValue("SQLState", "08001")
        .hasMessageContaining("a:5432 unfit (connection refused (08006))")
        .hasMessageContaining("b:5432 unfit (connection refused (08006))")
        .hasMessageContaining("c:5432 unfit (connection refused (08006))");
  }

  @Test
  void tells_a_wrong_password_with_the_server_s_own_error() {
    SQLException refusal = new SQLException("password authentication failed", "28P01");
    servers.stream().forEach(server -> server.refuseLogins(refusal));

    assertThatThrownBy(() -> open("failoverTimeout", "1m"))
        .hasMessage("password authentication failed")
        .hasFieldOrPropertyWithValue("SQLState", "28P01");
  }

  @Test
  void tells_a_wrong_password_though_other_seeds_are_down() {
    a.kill();
    b.kill();
    c.refuseLogins(new SQLException("password authentication failed", "28P01"));

    assertThatThrownBy(() -> open("failoverTimeout", "1m"))
        .hasFieldOrPropertyWithValue("SQLState", "28P01");
  }

  @Test
  void works_where_one_host_only_refuses_the_password() throws Exception {
    b.refuseLogins(new SQLException("password authentication failed", "28P01"));
    try (Connection connection = open()) {
      connection.createStatement().executeUpdate("INSERT 1");
      connection.setReadOnly(true);
      connection.createStatement().executeQuery("SELECT 1");
    }
    assertThat(a.executed()).containsExactly("INSERT 1");
    assertThat(c.executed()).containsExactly("SELECT 1");
  }

  @Test
  void works_for_reads_where_all_hosts_are_readers_and_a_write_says_why_not() throws Exception {
    a.becomeReader();
    try (Connection connection = open("failoverTimeout", "200ms")) {
      connection.setReadOnly(true);
      connection.createStatement().executeQuery("SELECT 1");
      connection.setReadOnly(false);

      assertThatThrownBy(() -> connection.createStatement().executeUpdate("INSERT 1"))
          .hasFieldOrPropertyWithValue("SQLState", "08001")
          .hasMessageContaining("No writer within 200 ms")
          .hasMessageContaining("a:5432 reader, b:5432 reader, c:5432 reader");
    }
  }

  @Test
  void names_two_writers_of_equal_right_and_trusts_none() throws Exception {
    b.becomeWriter(1);
    try (Connection connection = open("failoverTimeout", "200ms")) {
      assertThatThrownBy(() -> connection.createStatement().executeUpdate("INSERT 1"))
          .hasFieldOrPropertyWithValue("SQLState", "08001")
          .hasMessageContaining("a:5432")
          .hasMessageContaining("b:5432")
          .hasMessageContaining("term 1 with equal right");
    }
  }

  @Test
  void of_a_further_login_waits_for_a_failover_like_any_other() throws Exception {
    Clusters clusters = new Clusters();
    ConnectionOpener opener = new ConnectionOpener(clusters);
    FakeServers.Login other = new FakeServers.Login("other", "s3cret");
    try (Connection first =
        opener.open(servers.engine(), servers.target(), FakeServers.options())) {
      a.when(
          "check",
          session -> {
            a.kill();
            b.becomeWriter(2);
          });
      try (Connection second =
          opener.open(servers.engine(), servers.target(other), FakeServers.options())) {
        second.createStatement().executeUpdate("INSERT 1");
      }
      assertThat(first.isValid(5)).isTrue();
    }
    assertThat(b.executed()).containsExactly("INSERT 1");
  }
}
