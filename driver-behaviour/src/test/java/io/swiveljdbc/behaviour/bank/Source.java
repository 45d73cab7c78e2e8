package io.swiveljdbc.behaviour.bank;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.swiveljdbc.SwivelDataSource;
import java.util.Locale;
import java.util.Random;
import javax.sql.DataSource;

/** Where tellers get their connections from, how long they keep one, and what that changes. */
enum Source {
  /** Each teller keeps a logical connection, which has its physical ones for itself. */
  PLAIN(300) {
    @Override
    DataSource open(String url) {
      return SwivelDataSource.builder().url(url).build();
    }
  },
  /** A pool above, with fewer connections than tellers; one is borrowed for each transaction. */
  HIKARI_ABOVE(1) {
    @Override
    DataSource open(String url) {
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(url);
      config.setMaximumPoolSize(Staff.TELLERS * 3 / 4);
      config.setPoolName("bank-pool");
      return new HikariDataSource(config);
    }

    /** The pool closes on each connection exception, one that the driver goes on after too. */
    @Override
    boolean closesAfter(String state) {
      return state.startsWith("08");
    }

    /** What customers set by SQL or as client info this pool leaves to those who come after. */
    @Override
    boolean isFresh() {
      return false;
    }
  },
  /** A teller needs one to the writer and one to a reader: with fewer two could wait in a ring. */
  INNER_POOL_BY_CONNECTION(10) {
    @Override
    DataSource open(String url) {
      return inner(url, "connection", Staff.TELLERS);
    }
  },
  INNER_POOL_BY_TRANSACTION(300) {
    @Override
    DataSource open(String url) {
      return inner(url, "transaction", FEW);
    }
  };

  /** Of physical connections to a server, for all tellers. */
  private static final int FEW = 6;

  private final int longestStay;

  Source(int longestStay) {
    this.longestStay = longestStay;
  }

  /** Opens it; what is returned can be unwrapped as {@link AutoCloseable}. */
  abstract DataSource open(String url);

  /** How many transactions a teller makes on a connection, as long as that is open. */
  int stay(Random random) {
    return 1 + random.nextInt(longestStay);
  }

  /** Whether a connection is of no use after it has told this state; else it must go on. */
  boolean closesAfter(String state) {
    return state.equals("08007");
  }

  /** Whether a connection comes without what others have set. */
  boolean isFresh() {
    return true;
  }

  private static DataSource inner(String url, String share, int size) {
    return SwivelDataSource.builder()
        .url(url)
        .pooled()
        .option("swivel.pool.share", share)
        .option("swivel.pool.maximumPoolSize", Integer.toString(size))
        .build();
  }

  /** As it stands in the name of a file. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
