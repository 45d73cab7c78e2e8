package io.swiveljdbc.behaviour.bank;

import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.protocol.StandardSocketFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The same sockets as {@link Wiretap}'s, for Connector/J, which makes it by its name. It says
 * farewell to a former writer too, which may be a healthy reader now, closes statements there and
 * rolls back: only what executes something else counts.
 */
public final class ConnectorTap extends StandardSocketFactory {

  private static final int HEADER = 4;
  private static final byte COM_QUERY = 0x03;
  private static final byte COM_STMT_EXECUTE = 0x17;

  @Override
  protected Socket createSocket(PropertySet properties) {
    return Wiretap.tapped(ConnectorTap::isExecution);
  }

  private static boolean isExecution(byte[] bytes, int offset, int length) {
    byte command = length > HEADER ? bytes[offset + HEADER] : 0;
    return command == COM_STMT_EXECUTE
        || (command == COM_QUERY
            && !new String(bytes, offset, length, StandardCharsets.US_ASCII).endsWith("ROLLBACK"));
  }
}
