package io.swiveljdbc;

import io.swiveljdbc.hikari.PoolClosedException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source: each call of {@link #getConnection()} opens a logical connection. It does not
 * pool; put it under a pool, or give the pool the URL. With {@link Builder#pooled()}, or {@code
 * swivel.pool=true} in the URL, it keeps pools of its own, one HikariCP pool a server and user,
 * until it is closed; its settings count as they are when it opens its first connection.
 *
 * <pre>{@code
 * DataSource shop = SwivelDataSource.builder()
 *     .url("jdbc:swivel:<database>://db1,db2,db3/shop")
 *     .user("shop")
 *     .password(password)
 *     .option("swivel.failoverTimeout", "10s")
 *     .build();
 * }</pre>
 */
public final class SwivelDataSource implements DataSource, AutoCloseable {

  private static final SwivelDriver DRIVER = new SwivelDriver();

  private volatile @Nullable String url;
  private volatile @Nullable String user;
  private volatile @Nullable String password;
  private volatile Properties properties = new Properties();
  private volatile int loginTimeout;
  private volatile @Nullable PrintWriter logWriter;
  private final ReentrantLock starting = new ReentrantLock();
  private volatile @Nullable InnerPools pools;
  private volatile boolean closed;

  /** For containers that set bean properties. */
  public SwivelDataSource() {}

  /** A builder, for code. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets a data source up in one expression. */
  public static final class Builder {
    private final SwivelDataSource built = new SwivelDataSource();
    private final Properties options = new Properties();

    private Builder() {}

    /** The URL, {@code jdbc:swivel:…}. */
    public Builder url(String url) {
      built.setUrl(url);
      return this;
    }

    /** The user, if the URL names none. */
    public Builder user(String user) {
      built.setUser(user);
      return this;
    }

    /** The password, if the URL has none. */
    public Builder password(String password) {
      built.setPassword(password);
      return this;
    }

    /** An option of Swivel or of the target driver, as it would stand in the URL. */
    public Builder option(String name, String value) {
      options.setProperty(name, value);
      return this;
    }

    /**
     * Keeps physical connections in pools of its own, as {@code swivel.pool=true} does. HikariCP
     * must be on the class path; what it is told is said by {@code swivel.pool.maximumPoolSize} and
     * the like.
     */
    public Builder pooled() {
      return option("swivel.pool", "true");
    }

    /** The data source. Nothing is checked or opened before its first connection. */
    public SwivelDataSource build() {
      built.setProperties(options);
      return built;
    }
  }

  /** The URL, {@code jdbc:swivel:…}. */
  public void setUrl(String url) {
    this.url = url;
  }

  /** The URL. */
  public @Nullable String getUrl() {
    return url;
  }

  /** The user, if the URL names none. */
  public void setUser(@Nullable String user) {
    this.user = user;
  }

  /** The user that was set. */
  public @Nullable String getUser() {
    return user;
  }

  /** The same as {@link #setUser}, by the name that some pools use. */
  public void setUsername(@Nullable String username) {
    setUser(username);
  }

  /** The password, if the URL has none. */
  public void setPassword(@Nullable String password) {
    this.password = password;
  }

  /** Options of Swivel and of the target driver, as they would stand in the URL. */
  public void setProperties(Properties properties) {
    Properties copy = new Properties();
    properties.stringPropertyNames().forEach(n -> copy.setProperty(n, properties.getProperty(n)));
    this.properties = copy;
  }

  /**
   * Opens a logical connection.
   *
   * @throws SQLException as {@link SwivelDriver#connect} does
   */
  @Override
  public Connection getConnection() throws SQLException {
    return open(null, null);
  }

  /**
   * Opens a logical connection as another user, whomever the URL names.
   *
   * @throws SQLException as {@link SwivelDriver#connect} does
   */
  @Override
  public Connection getConnection(@Nullable String asUser, @Nullable String itsPassword)
      throws SQLException {
    return open(asUser, itsPassword);
  }

  private Connection open(@Nullable String asUser, @Nullable String itsPassword)
      throws SQLException {
    InnerPools inner = pools;
    if (inner == null) {
      Place place = place();
      if (!place.options().pool()) {
        return DRIVER.open(place, asUser, itsPassword);
      }
      inner = started(place);
    }
    return asUser == null && itsPassword == null ? inner.open() : inner.open(asUser, itsPassword);
  }

  private InnerPools started(Place place) throws SQLException {
    starting.lock();
    try {
      if (closed) {
        throw new PoolClosedException();
      }
      InnerPools known = pools;
      InnerPools inner = known == null ? DRIVER.innerPools(place) : known;
      pools = inner;
      return inner;
    } finally {
      starting.unlock();
    }
  }

  /**
   * Ends its inner pools with all their connections, those in use too; without any, it does no more
   * than refuse further connections.
   */
  @Override
  public void close() {
    starting.lock();
    try {
      closed = true;
    } finally {
      starting.unlock();
    }
    InnerPools inner = pools;
    if (inner != null) {
      inner.close();
    }
  }

  /**
   * Forgets which server was the writer and in which term, for all users of this cluster in this
   * process, and asks every server anew. For an operator who has gone back to a server of a lower
   * term on purpose, which is refused otherwise; a restart of the process does the same.
   *
   * @throws SQLException as {@link SwivelDriver#connect} does for a URL or an option that it cannot
   *     understand
   */
  public void forgetTopology() throws SQLException {
    DRIVER.forgetTopology(place());
  }

  private Place place() throws SQLException {
    String given = url;
    if (closed) {
      throw new PoolClosedException();
    }
    if (given == null) {
      throw new SQLException("The data source has no url", "08001");
    }
    if (!SwivelDriver.isOurs(given)) {
      throw new SQLException(
          "The url of the data source does not begin with jdbc:swivel:", "08001");
    }
    return SwivelDriver.place(given, info());
  }

  private Properties info() {
    Properties info = new Properties();
    info.putAll(properties);
    String ownUser = user;
    if (ownUser != null) {
      info.setProperty("user", ownUser);
    }
    String ownPassword = password;
    if (ownPassword != null) {
      info.setProperty("password", ownPassword);
    }
    if (loginTimeout > 0) {
      info.putIfAbsent("loginTimeout", Integer.toString(loginTimeout));
    }
    return info;
  }

  @Override
  public void setLoginTimeout(int seconds) {
    loginTimeout = seconds;
  }

  @Override
  public int getLoginTimeout() {
    return loginTimeout;
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return logWriter;
  }

  /** Kept and not used: Swivel logs through SLF4J. */
  @Override
  public void setLogWriter(@Nullable PrintWriter out) {
    logWriter = out;
  }

  /** Swivel logs through SLF4J. */
  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("Swivel logs through SLF4J", "0A000");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new SQLException("Cannot unwrap to " + type.getName(), "HY000");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }

  /** Names no password. */
  @Override
  public String toString() {
    return "SwivelDataSource";
  }
}
