package io.swiveljdbc.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Who is not let in is told so by the server's own state, at once. */
class LoginBehaviourTest extends OnEveryCluster {

  /** One seed more makes it a cluster that nobody has seen yet. */
  private String unknown(String url) {
    return url.replace(cluster.hosts(), cluster.hosts() + ",127.0.0.1:1");
  }

  private String withPassword(String password) {
    return cluster.url().replaceFirst("&password=\\w+", "&password=" + password);
  }

  private void refused(String url, String state) {
    Thrown thrown = Thrown.by(() -> DriverManager.getConnection(url)).withState(state);
    assertThat(thrown.exception().toString()).doesNotContain("wr0ng");
  }

  @Test
  void aWrongPasswordFailsAtConnectWithTheServersOwnState() {
    refused(unknown(withPassword("wr0ng")), kind.dialect().loginRefused());
  }

  @Test
  void aWrongPasswordFailsAtConnectAlsoWhenTheClusterIsKnown() throws SQLException {
    try (Connection known = connect()) {
      assertThat(known.isValid(1)).isTrue();
      refused(withPassword("wr0ng"), kind.dialect().loginRefused());
      assertThat(rows()).isZero();
    }
  }

  @Test
  void anUnknownDatabaseFailsAtConnectWithTheServersOwnState() {
    String url = cluster.url().replaceFirst("/\\w+\\?", "/nosuch?");
    refused(unknown(url), kind.dialect().noDatabase());
  }

  @Test
  void whoseLoginIsRefusedLaterIsToldSoAtTheNextBind() throws SQLException {
    superuser("CREATE USER guest " + identified("one"));
    try {
      superuser("GRANT SELECT ON t TO guest");
      kind.rightsOf("guest").forEach(this::superuser);
      cluster.awaitReplayed();
      String url = withPassword("one").replaceFirst("user=\\w+", "user=guest");
      try (Connection first = DriverManager.getConnection(url);
          Connection second = DriverManager.getConnection(url)) {
        assertThat(Sql.number(first, "SELECT count(*) FROM t")).isZero();
        superuser("ALTER USER guest " + identified("two"));
        SQLException told =
            Thrown.noServer(() -> Sql.number(second, "SELECT count(*) FROM t")).exception();
        assertThat(told.getCause())
            .hasFieldOrPropertyWithValue("SQLState", kind.dialect().loginRefused());
      }
    } finally {
      superuser("DROP TABLE t");
      superuser("DROP USER guest");
    }
  }

  private String identified(String password) {
    return kind.dialect().identified().formatted(password);
  }

  private void superuser(String sql) {
    cluster.execute(cluster.writer(), sql);
  }
}
