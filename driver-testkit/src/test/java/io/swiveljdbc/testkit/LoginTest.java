package io.swiveljdbc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@WithPostgres(readers = 0, tls = true, user = "shop", password = "s&cret", database = "shop")
class LoginTest {
  @Test
  void theUrlOpensAnEncryptedConnectionOfTheOrdinaryUser(PostgresCluster cluster)
      throws SQLException {
    assertThat(cluster.certificate()).isReadable();
    try (Connection connection = Sql.connect(cluster.writer())) {
      assertThat(Sql.query(connection, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
          .isEqualTo("t");
      assertThat(Sql.query(connection, "SELECT current_user || '@' || current_database()"))
          .isEqualTo("shop@shop");
      assertThat(Sql.query(connection, "SELECT usesuper FROM pg_user WHERE usename = 'shop'"))
          .isEqualTo("f");
      Sql.execute(connection, "CREATE TABLE orders (id int)");
    }
    assertThat(cluster.query(cluster.writer(), "SELECT count(*) FROM orders")).isEqualTo("0");
  }

  @Test
  void verifyCaTrustsTheCertificate(PostgresCluster cluster) throws SQLException {
    String url = cluster.writer().jdbcUrl().replace("verify-full", "verify-ca");
    try (Connection connection = Sql.connect(url)) {
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  @Test
  void aWrongPasswordIsRefused(PostgresCluster cluster) {
    String url = cluster.writer().jdbcUrl().replace("s%26cret", "guess");
    assertThatThrownBy(() -> Sql.connect(url))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
  }
}
