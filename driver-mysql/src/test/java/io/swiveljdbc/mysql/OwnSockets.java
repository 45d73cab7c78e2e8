package io.swiveljdbc.mysql;

import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.protocol.StandardSocketFactory;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A user's own socket factory, which knows nothing of Swivel; Connector/J names it by its class.
 */
public final class OwnSockets extends StandardSocketFactory {

  private static final AtomicInteger OPENED = new AtomicInteger();

  /** For Connector/J. */
  public OwnSockets() {}

  static int opened() {
    return OPENED.get();
  }

  @Override
  protected Socket createSocket(PropertySet properties) {
    OPENED.incrementAndGet();
    return new Socket();
  }
}
