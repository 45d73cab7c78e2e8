package io.swiveljdbc;

import io.swiveljdbc.hikari.PoolClosedException;
import io.swiveljdbc.session.ConnectionOpener;
import io.swiveljdbc.session.PooledLogin;
import io.swiveljdbc.spi.Target;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The pools of one data source with {@code swivel.pool=true}, for each user that it is asked for.
 */
final class InnerPools implements AutoCloseable {

  private final ConnectionOpener opener;
  private final Place place;
  private final Map<Target, PooledLogin> logins = new ConcurrentHashMap<>();
  private final OuterPool outerPool = new OuterPool();
  private volatile @Nullable PooledLogin own;
  private volatile boolean closed;

  InnerPools(ConnectionOpener opener, Place place) {
    this.opener = opener;
    this.place = place;
  }

  /** Opens a logical connection as the user of the URL and the properties. */
  Connection open() throws SQLException {
    outerPool.look();
    PooledLogin known = own;
    if (known == null) {
      known = login(place.target());
      own = known;
    }
    return known.open();
  }

  /** Opens one as another user. */
  Connection open(@Nullable String user, @Nullable String password) throws SQLException {
    outerPool.look();
    Target given = place.target();
    return login(given.withLogin(user == null ? given.user() : user, password)).open();
  }

  /** A password that was not presented before is proved first, with a connection of its own. */
  private PooledLogin login(Target presented) throws SQLException {
    checkOpen();
    PooledLogin known = logins.get(presented.account());
    if (known != null && known.isProvenBy(presented)) {
      return known;
    }
    opener.prove(place.engine(), presented, place.options());
    PooledLogin login =
        logins.computeIfAbsent(
            presented.account(), a -> opener.pooled(place.engine(), presented, place.options()));
    login.provenBy(presented);
    if (closed) {
      login.close();
      checkOpen();
    }
    return login;
  }

  private void checkOpen() throws SQLException {
    if (closed) {
      throw new PoolClosedException();
    }
  }

  @Override
  public void close() {
    closed = true;
    logins.values().forEach(PooledLogin::close);
  }
}
