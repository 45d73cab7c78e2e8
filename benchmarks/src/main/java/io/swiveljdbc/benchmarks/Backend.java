package io.swiveljdbc.benchmarks;

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
  PGJDBC {
    @Override
    public String url(Side side, boolean readOnly) {
      return postgresUrl(side, readOnly)
          + "&sslmode=disable&gssEncMode=disable&socketFactory="
          + "io.swiveljdbc.benchmarks.replay.ReplayingSocketFactory";
    }
  },

  /** Real servers on loopback, reached without a relay by both sides. */
  POSTGRES {
    @Override
    public String url(Side side, boolean readOnly) {
      return postgresUrl(side, readOnly);
    }
  },

  /** The same with MySQL and Connector/J. */
  MYSQL {
    @Override
    public String url(Side side, boolean readOnly) {
      MysqlServers servers = MysqlServers.shared();
      return side == Side.SWIVEL
          ? "jdbc:swivel:" + servers.urlTail(servers.writer() + "," + servers.reader())
          : "jdbc:" + servers.urlTail(readOnly ? servers.reader() : servers.writer());
    }

    @Override
    public String query() {
      return "SELECT CAST(? AS signed)";
    }
  };

  /**
   * The URL to connect to.
   *
   * @param readOnly whether all transactions will be read-only: the target alone is then connected
   *     to the reader, so that both sides ask the same server
   */
  public abstract String url(Side side, boolean readOnly);

  /** A query that takes a number and gives it back. */
  public String query() {
    return "SELECT CAST(? AS integer)";
  }

  private static String postgresUrl(Side side, boolean readOnly) {
    PostgresServers servers = PostgresServers.shared();
    return side == Side.SWIVEL
        ? "jdbc:swivel:" + servers.urlTail(servers.writer() + "," + servers.reader())
        : "jdbc:" + servers.urlTail(readOnly ? servers.reader() : servers.writer());
  }
}
