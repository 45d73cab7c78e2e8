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
    public Pool open(String url, int size) {
      return hikari(url, size);
    }
  },
  /** Inner pools, held as long as the logical connection. */
  INSIDE {
    @Override
    public Pool open(String url, int size) {
      return inner(url, size, "connection");
    }
  },
  /** Inner pools, held for each transaction. */
  SHARED {
    @Override
    public Pool open(String url, int size) {
      return inner(url, size, "transaction");
    }
  };

  /**
   * A data source and how it is closed.
   *
   * @param source the data source
   * @param end closes it
   */
  public record Pool(DataSource source, Runnable end) implements AutoCloseable {
    @Override
    public void close() {
      end.run();
    }
  }

  /** Opens one with so many connections to each server at most. */
  public abstract Pool open(String url, int size);

  static Pool hikari(String url, int size) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(size);
    HikariDataSource pool = new HikariDataSource(config);
    return new Pool(pool, pool::close);
  }

  private static Pool inner(String url, int size, String share) {
    SwivelDataSource pool =
        SwivelDataSource.builder()
            .url(url)
            .pooled()
            .option("swivel.pool.maximumPoolSize", "" + size)
            .option("swivel.pool.share", share)
            .build();
    return new Pool(pool, pool::close);
  }
}
