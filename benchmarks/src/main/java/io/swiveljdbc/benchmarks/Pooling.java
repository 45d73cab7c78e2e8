package io.swiveljdbc.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.swiveljdbc.SwivelDataSource;
import javax.sql.DataSource;

/** Where Swivel's side has its pool; the target's side has HikariCP above it each time. */
public enum Pooling {
  /** HikariCP above Swivel. */
  ABOVE {
    @Override
    Pool open(String url) {
      return hikari(url);
    }
  },
  /** Inner pools, held as long as the logical connection. */
  INSIDE {
    @Override
    Pool open(String url) {
      return inner(url, "connection");
    }
  },
  /** Inner pools, held for each transaction. */
  SHARED {
    @Override
    Pool open(String url) {
      return inner(url, "transaction");
    }
  };

  /** How many connections each pool has at most. */
  static final int SIZE = 2;

  /** A data source and how it is closed. */
  record Pool(DataSource source, Runnable end) {}

  abstract Pool open(String url);

  static Pool hikari(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(SIZE);
    HikariDataSource pool = new HikariDataSource(config);
    return new Pool(pool, pool::close);
  }

  private static Pool inner(String url, String share) {
    SwivelDataSource pool =
        SwivelDataSource.builder()
            .url(url)
            .pooled()
            .option("swivel.pool.maximumPoolSize", "" + SIZE)
            .option("swivel.pool.share", share)
            .build();
    return new Pool(pool, pool::close);
  }
}
