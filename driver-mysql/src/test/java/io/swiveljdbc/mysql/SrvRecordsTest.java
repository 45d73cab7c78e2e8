package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.mysql.SrvNameServer.Answer;
import io.swiveljdbc.testkit.LocalServer;
import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.WithMysql;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.stream.Stream;
import javax.naming.Context;
import javax.naming.NamingException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that DNS names. The user may see nothing of the cluster, so that nobody else does. */
@WithMysql(readers = 1, user = "shop", password = "shop", database = "shop")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SrvRecordsTest {

  private static final String NAME = "_mysql._tcp.shop.test";

  private final MysqlCluster cluster;
  private final String provider = System.getProperty(Context.PROVIDER_URL);
  private SrvNameServer names;

  SrvRecordsTest(MysqlCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void nameServer() throws IOException {
    names = new SrvNameServer();
    System.setProperty(Context.PROVIDER_URL, names.url());
  }

  @AfterEach
  void noNameServer() {
    names.close();
    if (provider == null) {
      System.clearProperty(Context.PROVIDER_URL);
    } else {
      System.setProperty(Context.PROVIDER_URL, provider);
    }
  }

  private Connection connect(String start, String further) throws SQLException {
    String beside =
        cluster.url().substring(cluster.url().indexOf('/', "jdbc:swivel:mysql://".length()));
    return DriverManager.getConnection(start + beside + further);
  }

  private Connection connect() throws SQLException {
    return connect("jdbc:swivel:mysql+srv://" + NAME, "&swivel.failoverTimeout=5s");
  }

  private void answerWith(LocalServer... servers) {
    names.answers(Answer.naming(Stream.of(servers).map(LocalServer::port).toArray(Integer[]::new)));
  }

  private static int readsOn(Connection connection) throws SQLException {
    connection.setReadOnly(true);
    int port = Sql.number(connection, "SELECT @@port");
    connection.setReadOnly(false);
    return port;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:swivel:mysql+srv://" + NAME + "|",
        "jdbc:swivel:mysql+srv:loadbalance://" + NAME + "|",
        "jdbc:swivel:mysql+srv:replication://" + NAME + "," + NAME + "|",
        "jdbc:swivel:mysql://" + NAME + "|&dnsSrv=true"
      })
  void theyAreTheServersOfTheUrl(String spelling) throws SQLException {
    answerWith(cluster.readers().get(0), cluster.writer());
    String[] parts = spelling.split("\\|", -1);
    try (Connection connection = connect(parts[0], parts[1])) {
      Known.await(connection, topology -> Known.fit(topology, Role.READER) == 1);
      assertThat(Sql.number(connection, "SELECT @@port")).isEqualTo(cluster.writer().directPort());
      assertThat(readsOn(connection)).isEqualTo(cluster.readers().get(0).directPort());
    }
  }

  @Test
  void theNextConnectionHasThoseThatAreNamedByThen() throws SQLException {
    answerWith(cluster.writer());
    try (Connection before = connect()) {
      assertThat(readsOn(before)).isEqualTo(cluster.writer().directPort());
      answerWith(cluster.writer(), cluster.readers().get(0));
      try (Connection after = connect()) {
        Known.await(after, topology -> Known.fit(topology, Role.READER) == 1);
        assertThat(readsOn(after)).isEqualTo(cluster.readers().get(0).directPort());
        assertThat(readsOn(before)).isEqualTo(cluster.writer().directPort());
      }
    }
  }

  static Stream<Answer> emptyAnswers() {
    return Stream.of(Answer.naming(), Answer.error(3), new Answer(0, "", List.of(0)));
  }

  @ParameterizedTest
  @MethodSource("emptyAnswers")
  void whereNoneIsNamedThatIsSaid(Answer empty) {
    names.answers(empty);
    Thrown told = Thrown.by(this::connect).withState("08001");
    told.as(SQLTransientConnectionException.class)
        .saying("The DNS SRV records of " + NAME + " name no host");
  }

  @Test
  void aNameServerThatFailsIsTold() {
    names.answers(Answer.error(2));
    Thrown.by(this::connect)
        .withState("08001")
        .as(SQLTransientConnectionException.class)
        .saying("The DNS SRV records of " + NAME + " cannot be looked up: ")
        .causedBy(NamingException.class);
  }

  @Test
  void aNameServerThatIsNotThereIsTold() {
    names.close();
    Thrown.by(this::connect)
        .withState("08001")
        .as(SQLTransientConnectionException.class)
        .saying("The DNS SRV records of " + NAME + " cannot be looked up: ");
  }

  @Test
  void whatIsKnownOfAClusterOutlivesTheNameServer() throws SQLException {
    answerWith(cluster.writer(), cluster.readers().get(0));
    try (Connection connection = connect()) {
      names.close();
      cluster.switchover(cluster.readers().get(0));
      assertThat(Sql.number(connection, "SELECT @@port")).isEqualTo(cluster.writer().directPort());
    }
  }
}
