package io.swiveljdbc.session;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.sql.Clob;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A large object, which is read from the server while its transaction lasts. */
final class RoutedClob extends ForwardingClob {

  private final ConfiguredConnection connection;
  private final PhysicalConnection home;
  private final LargeObjectStreams streams;
  private final Clob target;

  RoutedClob(ConfiguredConnection connection, PhysicalConnection home, Clob target) {
    this.connection = connection;
    this.home = home;
    home.handOut();
    this.streams = new LargeObjectStreams(home);
    this.target = target;
  }

  @Override
  Clob delegate() throws SQLException {
    streams.check();
    return target;
  }

  @Override
  SQLException translate(SQLException error) {
    return connection.session().failover().failedWithin(home, error);
  }

  @Override
  public @Nullable InputStream getAsciiStream() throws SQLException {
    return streams.of(super.getAsciiStream());
  }

  @Override
  public @Nullable Reader getCharacterStream() throws SQLException {
    return streams.of(super.getCharacterStream());
  }

  @Override
  public @Nullable Reader getCharacterStream(long position, long length) throws SQLException {
    return streams.of(super.getCharacterStream(position, length));
  }

  @Override
  public @Nullable OutputStream setAsciiStream(long position) throws SQLException {
    return streams.of(super.setAsciiStream(position));
  }

  @Override
  public @Nullable Writer setCharacterStream(long position) throws SQLException {
    return streams.of(super.setCharacterStream(position));
  }
}
