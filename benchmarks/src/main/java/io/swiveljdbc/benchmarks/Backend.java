package io.swiveljdbc.benchmarks;

import java.util.Optional;

/** What stands behind the drivers: a writer and a reader in each case. */
public enum Backend {
  /** A driver that answers from memory in a few nanoseconds: what is left is Swivel's own cost. */
  MEMORY {
    @Override
    public String url(Side side, boolean readOnly) {
      return side == Side.SWIVEL
          ? "jdbc:swivel:memory://writer,reader"
          : "jdbc:memory://" + (readOnly ? "reader" : "writer");
    }
  },

  /** The real pgjdbc, whose socket answers from memory: its cost and Swivel's, and no wait. */
  PGJDBC(RealServers.POSTGRES) {
    @Override
    public String url(Side side, boolean readOnly) {
      return super.url(side, readOnly)
          + "&sslmode=disable&gssEncMode=disable&socketFactory="
          + "io.swiveljdbc.benchmarks.replay.ReplayingSocketFactory";
    }
  },

  /** Real servers on loopback, reached without a relay by both sides. */
  POSTGRES(RealServers.POSTGRES),

  /** The same with MySQL and Connector/J. */
  MYSQL(RealServers.MYSQL) {
    @Override
    public String query() {
      return "SELECT CAST(? AS signed)";
    }

    @Override
    public String rows(int count) {
      return "WITH RECURSIVE numbers (n) AS (SELECT CAST(? AS signed)"
          + " UNION ALL SELECT n + 1 FROM numbers WHERE n < "
          + count
          + ") SELECT n, concat('text ', n) FROM numbers";
    }
  };

  private final Optional<RealServers> servers;

  Backend() {
    this.servers = Optional.empty();
  }

  Backend(RealServers servers) {
    this.servers = Optional.of(servers);
  }

  Optional<RealServers> servers() {
    return servers;
  }

  /**
   * The URL to connect to.
   *
   * @param readOnly whether all transactions will be read-only: the target alone is then connected
   *     to the reader, so that both sides ask the same server
   */
  public String url(Side side, boolean readOnly) {
    return servers.orElseThrow().url(side, readOnly);
  }

  /** A query that takes a number and gives it back. */
  public String query() {
    return "SELECT CAST(? AS integer)";
  }

  /** A query that takes a number and gives rows from it to a count: numbers, each with a text. */
  public String rows(int count) {
    return "SELECT n, 'text ' || n FROM generate_series(?, " + count + ") AS n";
  }
}
