package io.swiveljdbc.postgres;

import io.swiveljdbc.spi.Wire;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What comes from a server; tells the wire when a thread waits for it and when something comes. */
final class WiredInput extends FilterInputStream {

  private final Wire wire;

  WiredInput(InputStream in, Wire wire) {
    super(in);
    this.wire = wire;
  }

  @Override
  public int read() throws IOException {
    boolean answered = false;
    wire.waitBegins();
    try {
      int read = in.read();
      answered = true;
      return read;
    } finally {
      wire.waitEnds(answered);
    }
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    boolean answered = false;
    wire.waitBegins();
    try {
      int read = in.read(into, offset, length);
      answered = true;
      return read;
    } finally {
      wire.waitEnds(answered);
    }
  }
}
