package io.swiveljdbc.postgres;

import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.mchange.v2.c3p0.DataSources;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.swiveljdbc.SwivelDriver;
import java.beans.PropertyVetoException;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.commons.dbcp2.DataSourceConnectionFactory;
import org.apache.commons.dbcp2.PoolableConnectionFactory;
import org.apache.commons.dbcp2.PoolingDataSource;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.tomcat.jdbc.pool.PoolProperties;

/** The pools that applications put above a driver, each with its defaults. */
enum Pool {
  HIKARI("HikariCP") {
    @Override
    Opened open(String url, int size) {
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(url);
      config.setMaximumPoolSize(size);
      HikariDataSource pool = new HikariDataSource(config);
      return new Opened(pool, pool::close);
    }

    @Override
    Opened over(DataSource source) {
      HikariDataSource pool = new HikariDataSource();
      pool.setDataSource(source);
      return new Opened(pool, pool::close);
    }
  },
  DBCP2("DBCP2") {
    @Override
    Opened open(String url, int size) {
      BasicDataSource pool = new BasicDataSource();
      pool.setDriver(new SwivelDriver());
      pool.setUrl(url);
      pool.setMaxTotal(size);
      pool.setMaxIdle(size);
      return new Opened(pool, pool::close);
    }

    @Override
    Opened over(DataSource source) {
      var factory = new PoolableConnectionFactory(new DataSourceConnectionFactory(source), null);
      var entries = new GenericObjectPool<>(factory);
      factory.setPool(entries);
      return new Opened(new PoolingDataSource<>(entries), entries::close);
    }
  },
  TOMCAT("Tomcat JDBC") {
    @Override
    Opened open(String url, int size) {
      PoolProperties properties = new PoolProperties();
      properties.setUrl(url);
      properties.setDriverClassName(SwivelDriver.class.getName());
      properties.setMaxActive(size);
      properties.setMaxIdle(size);
      var pool = new org.apache.tomcat.jdbc.pool.DataSource(properties);
      return new Opened(pool, pool::close);
    }

    @Override
    Opened over(DataSource source) {
      PoolProperties properties = new PoolProperties();
      properties.setDataSource(source);
      var pool = new org.apache.tomcat.jdbc.pool.DataSource(properties);
      return new Opened(pool, pool::close);
    }
  },
  AGROAL("Agroal") {
    @Override
    Opened open(String url, int size) throws SQLException {
      AgroalDataSource pool =
          AgroalDataSource.from(
              new AgroalDataSourceConfigurationSupplier()
                  .connectionPoolConfiguration(
                      c ->
                          c.maxSize(size)
                              .acquisitionTimeout(Duration.ofSeconds(30))
                              .connectionFactoryConfiguration(
                                  f ->
                                      f.jdbcUrl(url)
                                          .connectionProviderClass(SwivelDriver.class)
                                          .principal(new NamePrincipal("postgres")))));
      return new Opened(pool, pool::close);
    }

    @Override
    Opened over(DataSource source) throws SQLException {
      GivenSource.give(source);
      AgroalDataSource pool =
          AgroalDataSource.from(
              new AgroalDataSourceConfigurationSupplier()
                  .connectionPoolConfiguration(
                      c ->
                          c.maxSize(2)
                              .connectionFactoryConfiguration(
                                  f -> f.connectionProviderClass(GivenSource.class))));
      return new Opened(pool, pool::close);
    }
  },
  C3P0("c3p0") {
    @Override
    Opened open(String url, int size) throws PropertyVetoException {
      ComboPooledDataSource pool = new ComboPooledDataSource();
      pool.setDriverClass(SwivelDriver.class.getName());
      pool.setJdbcUrl(url);
      pool.setMaxPoolSize(size);
      pool.setInitialPoolSize(size);
      return new Opened(pool, pool::close);
    }

    @Override
    Opened over(DataSource source) throws SQLException {
      DataSource pool = DataSources.pooledDataSource(source);
      return new Opened(pool, () -> DataSources.destroy(pool));
    }
  };

  private final String product;

  Pool(String product) {
    this.product = product;
  }

  /** What it is called. */
  String product() {
    return product;
  }

  /** Opens one with at most so many connections. */
  abstract Opened open(String url, int size) throws Exception;

  /** Opens one above a data source, which is not closed with it. */
  abstract Opened over(DataSource source) throws SQLException;

  /** Closes a pool. */
  interface Closer {
    void close() throws SQLException;
  }

  /** A pool, and how it is closed. */
  record Opened(DataSource source, Closer closer) implements AutoCloseable {
    @Override
    public void close() throws SQLException {
      closer.close();
    }
  }
}
