package io.swiveljdbc.session;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.FilterReader;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The streams of the large objects that were got on one physical connection: the driver's own read
 * and write through its connection for as long as somebody has them, also when that has gone to
 * another user.
 *
 * @param home where the large object is
 */
record LargeObjectStreams(PhysicalConnection home) {

  /** Throws when somebody else may have the connection. */
  void check() throws SQLException {
    if (home.isWithOthers()) {
      throw new SQLException(
          "The connection of this large object was given back", Told.DOES_NOT_EXIST);
    }
  }

  private void checkStream() throws IOException {
    try {
      check();
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Nullable InputStream of(@Nullable InputStream driverStream) {
    if (driverStream == null || !home.isLent()) {
      return driverStream;
    }
    return new FilterInputStream(driverStream) {
      @Override
      public int read() throws IOException {
        checkStream();
        return in.read();
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        checkStream();
        return in.read(buffer, offset, length);
      }

      @Override
      public long skip(long count) throws IOException {
        checkStream();
        return in.skip(count);
      }

      @Override
      public void close() throws IOException {
        if (!home.isWithOthers()) {
          in.close();
        }
      }
    };
  }

  @Nullable OutputStream of(@Nullable OutputStream driverStream) {
    if (driverStream == null || !home.isLent()) {
      return driverStream;
    }
    return new FilterOutputStream(driverStream) {
      @Override
      public void write(int value) throws IOException {
        checkStream();
        out.write(value);
      }

      @Override
      public void write(byte[] buffer, int offset, int length) throws IOException {
        checkStream();
        out.write(buffer, offset, length);
      }

      @Override
      public void flush() throws IOException {
        checkStream();
        out.flush();
      }

      @Override
      public void close() throws IOException {
        checkStream(); // what it has not written yet is lost, and must not be passed over
        out.close();
      }
    };
  }

  @Nullable Reader of(@Nullable Reader driverReader) {
    if (driverReader == null || !home.isLent()) {
      return driverReader;
    }
    return new FilterReader(driverReader) {
      @Override
      public int read() throws IOException {
        checkStream();
        return in.read();
      }

      @Override
      public int read(char[] buffer, int offset, int length) throws IOException {
        checkStream();
        return in.read(buffer, offset, length);
      }

      @Override
      public void close() throws IOException {
        if (!home.isWithOthers()) {
          in.close();
        }
      }
    };
  }

  @Nullable Writer of(@Nullable Writer driverWriter) {
    if (driverWriter == null || !home.isLent()) {
      return driverWriter;
    }
    return new FilterWriter(driverWriter) {
      @Override
      public void write(int value) throws IOException {
        checkStream();
        out.write(value);
      }

      @Override
      public void write(char[] buffer, int offset, int length) throws IOException {
        checkStream();
        out.write(buffer, offset, length);
      }

      @Override
      public void write(String text, int offset, int length) throws IOException {
        checkStream();
        out.write(text, offset, length);
      }

      @Override
      public void flush() throws IOException {
        checkStream();
        out.flush();
      }

      @Override
      public void close() throws IOException {
        checkStream();
        out.close();
      }
    };
  }
}
