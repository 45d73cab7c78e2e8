package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.SwivelDataSource;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Standing;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first connection, and what is said when there can be none. */
@WithPostgres(readers = 2, user = "shop", password = "s3cret-Pa55", database = "shop")
class ConnectTest {

  private static final Duration PROMPT = Duration.ofSeconds(3);

  private final PostgresCluster cluster;

  ConnectTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void everyServerIsKnown() throws SQLException {
    Known.all(cluster);
  }

  private Connection connect(String hosts, String user, String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    return DriverManager.getConnection("jdbc:swivel:postgresql://" + hosts + "/shop", properties);
  }

  private Connection connect(String hosts) throws SQLException {
    return connect(hosts, "shop", "s3cret-Pa55");
  }

  private static String place(PostgresServer server) {
    return server.host() + ":" + server.port();
  }

  private String readers() {
    return cluster.readers().stream().map(ConnectTest::place).collect(Collectors.joining(","));
  }

  @Test
  void anOrdinaryUserWithoutGrantsSeesRolesAndTerm() throws SQLException {
    try (Connection connection = connect(cluster.hosts())) {
      Known.await(connection, topology -> Known.fit(topology, Role.READER) == 2);
      assertThat(connection.unwrap(SwivelConnection.class).topology().term().value()).isPositive();
      assertThat(Sql.text(connection, "SELECT current_user")).isEqualTo("shop");
    }
  }

  @Test
  void aWrongPasswordOnOneReaderOnlyLeavesItOut() throws SQLException {
    PostgresServer odd = cluster.readers().get(0);
    PasswordFile.refuseEveryone(cluster, odd);
    try (Connection connection = connect(cluster.hosts())) {
      connection.setReadOnly(true);
      for (int i = 0; i < 3; i++) {
        assertThat(Sql.text(connection, "SELECT pg_is_in_recovery()")).isEqualTo("t");
        assertThat(Sql.text(connection, "SHOW port")).isNotEqualTo("" + odd.directPort());
      }
    } finally {
      PasswordFile.restore(cluster, odd);
    }
  }

  @Test
  void aDeadHungOrUnknownSeedDoesNotDelayTheFirstConnection() throws Exception {
    try (ServerSocket hung = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String seeds =
          "127.0.0.1:1,127.0.0.1:%d,nosuchhost.invalid,%s"
              .formatted(hung.getLocalPort(), place(cluster.writer()));
      long start = System.nanoTime();
      try (Connection connection = connect(seeds)) {
        assertThat(Sql.text(connection, "SELECT pg_is_in_recovery()")).isEqualTo("f");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMPT);
      }
    }
  }

  @Test
  void theLoginTimeoutBoundsTheWaitForServersThatHang() throws Exception {
    String unseen = cluster.url().replace("//", "//127.0.0.1:1,");
    String url = unseen + "&loginTimeout=1&swivel.connectTimeout=60s&swivel.detection=60s";
    cluster.servers().forEach(cluster::freeze);
    try {
      CompletableFuture.runAsync(
              () -> Thrown.by(() -> DriverManager.getConnection(url)).withState("08001"))
          .get(20, TimeUnit.SECONDS);
    } finally {
      cluster.servers().forEach(cluster::thaw);
    }
  }

  @Test
  void withAllHostsDownEachIsNamedWithWhatItSaid() {
    Thrown.by(() -> connect("127.0.0.1:1,127.0.0.1:2"))
        .withState("08001")
        .as(SQLTransientConnectionException.class)
        .saying("127.0.0.1:1", "127.0.0.1:2", "refused");
  }

  @Test
  void aUrlOfReadersOnlyReadsAndSaysThatThereIsNoWriter() throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(
            "jdbc:swivel:postgresql://" + readers() + "/shop?swivel.failoverTimeout=300ms",
            "shop",
            "s3cret-Pa55")) {
      connection.setReadOnly(true);
      assertThat(Sql.text(connection, "SELECT pg_is_in_recovery()")).isEqualTo("t");
      connection.setReadOnly(false);
      Thrown.noServer(() -> Sql.update(connection, "CREATE TABLE never (id int)"))
          .saying("No writer within 300 ms", "reader");
    }
  }

  @Test
  void hostsThatAreTheSameServerUnderTwoNamesAreOneServer() throws SQLException {
    PostgresServer reader = cluster.readers().get(0);
    String seeds =
        "%s,127.0.0.1:%d,localhost:%d"
            .formatted(place(cluster.writer()), reader.port(), reader.port());
    try (Connection connection = connect(seeds)) {
      Known.await(
          connection,
          topology ->
              Known.fit(topology, Role.READER) == 1
                  && topology.servers().stream().anyMatch(s -> s.standing() == Standing.ALIAS));
    }
  }

  @Test
  void aHostOfAnotherClusterIsLeftOutWithAnErrorThatNamesIt() throws SQLException {
    try (PostgresCluster other =
            PostgresCluster.builder()
                .readers(0)
                .synchronous(false)
                .user("shop", "s3cret-Pa55")
                .database("shop")
                .start();
        Connection connection =
            DriverManager.getConnection(
                "jdbc:swivel:postgresql://%s,%s/shop?swivel.failoverTimeout=300ms"
                    .formatted(readers(), other.hosts()),
                "shop",
                "s3cret-Pa55")) {
      Thrown.noServer(() -> Sql.update(connection, "CREATE TABLE never (id int)"))
          .saying(other.hosts(), "belongs to another database cluster");
      connection.setReadOnly(true);
      assertThat(Sql.text(connection, "SHOW port")).isNotEqualTo(other.hosts().split(":", 2)[1]);
    }
  }

  @Test
  void oneHostIsAClusterOfOneThatIsWaitedForOnceSeen() throws SQLException {
    PostgresServer writer = cluster.writer();
    try (Connection connection = connect(place(writer))) {
      assertThat(Sql.text(connection, "SELECT 1")).isEqualTo("1");
      connection.setReadOnly(true);
      assertThat(Sql.text(connection, "SELECT pg_is_in_recovery()")).isEqualTo("f");
      connection.setReadOnly(false);
      cluster.stop(writer);
      Thread starts = new Thread(() -> cluster.start(writer), "starts");
      starts.start();
      assertThat(Sql.text(connection, "SELECT 2")).isEqualTo("2");
    }
  }

  @Test
  void aDataSourceIsSetUpByItsBuilderOrAsABean() throws SQLException {
    String url = "jdbc:swivel:postgresql://" + cluster.hosts() + "/shop";
    SwivelDataSource built =
        SwivelDataSource.builder().url(url).user("shop").password("s3cret-Pa55").build();
    SwivelDataSource bean = new SwivelDataSource();
    bean.setUrl(url);
    bean.setUsername("shop");
    bean.setPassword("s3cret-Pa55");
    for (SwivelDataSource dataSource : new SwivelDataSource[] {built, bean}) {
      try (Connection connection = dataSource.getConnection()) {
        assertThat(Sql.text(connection, "SELECT current_user")).isEqualTo("shop");
      }
      assertThat(dataSource.toString()).doesNotContain("s3cret-Pa55");
    }
  }

  @Test
  void theUserThatADataSourceIsAskedForWinsOverTheUrls() throws SQLException {
    SwivelDataSource dataSource = new SwivelDataSource();
    dataSource.setUrl(
        "jdbc:swivel:postgresql://" + cluster.hosts() + "/shop?user=nobody&password=wrong");
    try (Connection connection = dataSource.getConnection("shop", "s3cret-Pa55")) {
      assertThat(Sql.text(connection, "SELECT current_user")).isEqualTo("shop");
    }
    Thrown.by(dataSource::getConnection).withState("28P01");
  }

  @Test
  void aPlainUrlNeverReachesSwivel() throws SQLException, IOException {
    try (Connection connection =
        DriverManager.getConnection(
            "jdbc:postgresql://" + place(cluster.writer()) + "/shop", "shop", "s3cret-Pa55")) {
      assertThat(connection.isWrapperFor(SwivelConnection.class)).isFalse();
    }
  }
}
