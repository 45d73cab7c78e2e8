package io.swiveljdbc.session;

import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A large object, which is read from the server while its transaction lasts. */
final class RoutedBlob extends ForwardingBlob {

  private final ConfiguredConnection connection;
  private final PhysicalConnection home;
  private final LargeObjectStreams streams;
  private final Blob target;

  RoutedBlob(ConfiguredConnection connection, PhysicalConnection home, Blob target) {
    this.connection = connection;
    this.home = home;
    home.handOut();
    this.streams = new LargeObjectStreams(home);
    this.target = target;
  }

  @Override
  Blob delegate() throws SQLException {
    streams.check();
    return target;
  }

  @Override
  SQLException translate(SQLException error) {
    return connection.session().failover().failedWithin(home, error);
  }

  @Override
  public @Nullable InputStream getBinaryStream() throws SQLException {
    return streams.of(super.getBinaryStream());
  }

  @Override
  public @Nullable InputStream getBinaryStream(long position, long length) throws SQLException {
    return streams.of(super.getBinaryStream(position, length));
  }

  @Override
  public @Nullable OutputStream setBinaryStream(long position) throws SQLException {
    return streams.of(super.setBinaryStream(position));
  }
}
