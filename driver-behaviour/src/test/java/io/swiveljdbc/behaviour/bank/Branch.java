package io.swiveljdbc.behaviour.bank;

import io.swiveljdbc.testkit.LocalCluster;
import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.MysqlClusterBuilder;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Topology;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The kinds of clusters that keep the books, and what the bank does in another way on each. */
enum Branch {
  POSTGRES(Duration.ofSeconds(40)) {
    @Override
    Books books() {
      return Books.POSTGRES;
    }

    /**
     * A reader's replay waits a second for sessions, not 30. Those of a reader that is cut off keep
     * their snapshots for longer than the testkit waits for a reader to stop receiving (seen once,
     * and presumably therefore).
     */
    @Override
    LocalCluster start() {
      return PostgresCluster.builder()
          .tls(TLS)
          .setting("max_standby_streaming_delay", "1s")
          .start();
    }

    @Override
    String options(Source source) {
      return "&ApplicationName=" + Customer.NAME + "&socketFactory=" + Wiretap.class.getName();
    }

    /** The writer is whoever shows the highest term, though it be down. */
    @Override
    boolean isLate(Topology known, int port) {
      HostAddress writer = known.reign().writer();
      return writer != null && writer.port() != port;
    }

    @Override
    boolean watches(Source source) {
      return !TLS;
    }

    @Override
    long known(Topology topology, long seen) {
      return topology.term().value();
    }

    @Override
    void setByJdbc(Connection connection, Customer customer) throws SQLException {
      connection.setClientInfo("ApplicationName", customer.name());
    }

    @Override
    String signature(Customer customer, int timeout) {
      return customer.name() + " " + (timeout == 0 ? "0" : timeout + "ms");
    }

    @Override
    List<Fault> faults() {
      return List.of(Fault.values());
    }
  },
  MYSQL_GTID(Duration.ofSeconds(12)) {
    @Override
    LocalCluster start() {
      return mysql().start();
    }

    @Override
    List<Fault> faults() {
      return List.of(Fault.values());
    }

    /** Each server that comes back needs seconds until it answers. */
    @Override
    boolean isSlow(Fault fault) {
      return fault == Fault.CHURN_READERS;
    }
  },
  /** Much like the one above, so it is open where it is asked for. */
  MARIADB_GTID(Duration.ofSeconds(12)) {
    @Override
    LocalCluster start() {
      return mysql().mariadb(true).start();
    }

    @Override
    Books books() {
      return Books.MARIADB;
    }

    @Override
    List<Fault> faults() {
      return List.of(Fault.values());
    }

    @Override
    boolean isSlow(Fault fault) {
      return MYSQL_GTID.isSlow(fault);
    }

    @Override
    boolean isAlwaysOpen() {
      return false;
    }
  },
  /** Without what takes its majority, and seldom with what it needs six seconds to notice. */
  MYSQL_GROUP(Duration.ofSeconds(12)) {
    @Override
    LocalCluster start() {
      LocalCluster cluster = mysql().groupReplication(true).start();
      for (String table : new String[] {"members", "member_stats"}) {
        cluster.execute(
            cluster.writer(),
            "GRANT SELECT ON performance_schema.replication_group_%s TO %s"
                .formatted(table, Customer.NAME));
      }
      cluster.awaitReplayed();
      return cluster;
    }

    @Override
    List<Fault> faults() {
      Set<Fault> impossible = EnumSet.of(Fault.CHURN_READERS, Fault.LOSE_READER_AND_THEN_WRITER);
      Stream<Fault> often =
          Stream.of(
              Fault.STOP_WRITER, Fault.STOP_WRITER, Fault.SWITCHOVER, Fault.SWITCHOVER_AND_BACK);
      return Stream.concat(
              often, Arrays.stream(Fault.values()).filter(fault -> !impossible.contains(fault)))
          .toList();
    }

    /** It takes up to a minute for a single fault. */
    @Override
    boolean isAlwaysOpen() {
      return false;
    }

    /** The group gives the part to another only when it is told to. */
    @Override
    void replaceLiving(LocalCluster cluster) {
      cluster.promote(cluster.readers().get(0));
    }

    @Override
    boolean isSlow(Fault fault) {
      return SLOW_TO_NOTICE.contains(fault);
    }
  };

  private static final boolean TLS = Boolean.getBoolean("bank.tls");

  private static final Set<Fault> SLOW_TO_NOTICE =
      EnumSet.of(
          Fault.KILL_WRITER,
          Fault.KILL_WRITER_AND_RESTART_IT,
          Fault.FREEZE_WRITER,
          Fault.FREEZE_WRITER_AND_REPLACE_IT,
          Fault.KILL_READER,
          Fault.FREEZE_READER,
          Fault.REJOIN_READER);

  private final Duration usualTime;

  Branch(Duration usualTime) {
    this.usualTime = usualTime;
  }

  /**
   * A source that becomes read-only lets nobody commit any more, and waits for those that wait for
   * locks of those: by default for 50 s (seen where a group gave the part to another).
   */
  private static MysqlClusterBuilder mysql() {
    return MysqlCluster.builder()
        .tls(TLS)
        .user(Customer.NAME, "secret")
        .database("bank")
        .setting("innodb_lock_wait_timeout", "5")
        .setting("log_bin_trust_function_creators", "ON");
  }

  /** A writer and two readers that have all that is acknowledged. */
  abstract LocalCluster start();

  /** Whether it is open where nobody asks for it. */
  boolean isAlwaysOpen() {
    return true;
  }

  /** What can happen to such a cluster, the same more than once if it shall happen more often. */
  abstract List<Fault> faults();

  Books books() {
    return Books.MYSQL;
  }

  /** How long all its sources work together, if nobody says how long. */
  final Duration usualTime() {
    return usualTime;
  }

  /**
   * What a URL says besides. Connector/J's sockets are watched for some sources, and for others
   * they are those that the driver makes, which it knows how to abort.
   */
  String options(Source source) {
    String tap = "&socketFactory=" + ConnectorTap.class.getName();
    return "&useCursorFetch=true" + (watches(source) ? tap : "");
  }

  /** Whether it is seen what leaves this JVM for the servers. */
  boolean watches(Source source) {
    return !TLS && source != Source.HIKARI_ABOVE && source != Source.INNER_POOL_BY_TRANSACTION;
  }

  /**
   * The highest term that this JVM knows now.
   *
   * @param seen the highest that a server has told a teller
   */
  long known(Topology topology, long seen) {
    return seen;
  }

  /**
   * Whether nobody who knows this may write to the server behind this port any more. One that has
   * stepped down by itself, and has become a reader, refuses what was under way.
   */
  boolean isLate(Topology known, int port) {
    boolean another = known.writer().filter(w -> w.address().port() != port).isPresent();
    return another
        && known.servers().stream()
            .filter(server -> server.address().port() == port)
            .noneMatch(server -> server.fit() && server.role() == Role.READER);
  }

  /** What a customer sets without SQL, or takes back. */
  void setByJdbc(Connection connection, Customer customer) throws SQLException {
    connection.setTransactionIsolation(
        customer.setsByJdbc()
            ? Connection.TRANSACTION_READ_COMMITTED
            : Connection.TRANSACTION_REPEATABLE_READ);
  }

  /** What the server's function of this name returns in a session of a customer. */
  String signature(Customer customer, int timeout) {
    return (customer.setsByJdbc() ? "READ-COMMITTED " : "REPEATABLE-READ ") + timeout + "ms";
  }

  /** Makes another the writer while the present one lives and acknowledges nothing more. */
  void replaceLiving(LocalCluster cluster) {
    cluster.failOver();
  }

  /** Whether a fault comes last in each round, so that a short run has more of the others. */
  boolean isSlow(Fault fault) {
    return false;
  }

  /** As it stands in the name of a file. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
