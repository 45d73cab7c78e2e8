package io.swiveljdbc.mysql;

import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.spi.WiredSocket;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A socket that seems to hold nothing before it is read. Connector/J throws away what is there when
 * it is about to send, and so what the server said as it ended the session: that it did so for the
 * session's idleness, for instance, and will not read what is sent now.
 */
final class LastWordsSocket extends WiredSocket {

  LastWordsSocket(Wire wire) {
    super(wire);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int available() {
        return 0;
      }
    };
  }
}
