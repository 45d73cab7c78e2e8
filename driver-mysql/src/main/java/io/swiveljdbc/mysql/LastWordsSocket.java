package io.swiveljdbc.mysql;

import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.spi.WiredSocket;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A socket that says a server's {@linkplain LastWords last words} again. */
final class LastWordsSocket extends WiredSocket {

  private @Nullable InputStream input;

  LastWordsSocket(Wire wire) {
    super(wire);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    InputStream made = input;
    if (made == null) {
      made = new LastWords(super.getInputStream());
      input = made;
    }
    return made;
  }
}
