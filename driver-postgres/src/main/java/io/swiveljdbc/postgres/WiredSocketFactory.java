package io.swiveljdbc.postgres;

import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.spi.WiredSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.core.SocketFactoryFactory;
import org.postgresql.util.PSQLException;

/**
 * Hands each socket of pgjdbc to the wire of its connection, before it connects.
 *
 * <p>pgjdbc instantiates it by name, perhaps on another thread, so the connection's properties tell
 * which wire it serves. The socket itself comes from the user's own factory, if there is one.
 */
public final class WiredSocketFactory extends SocketFactory {

  /** Not one of pgjdbc's properties; it passes them on to the factories that it makes. */
  private static final String WIRE = "swivelWire";

  private static final String USERS_FACTORY = "swivelSocketFactory";

  private static final Map<String, Wire> WIRES = new ConcurrentHashMap<>();
  private static final AtomicLong NEXT = new AtomicLong();

  private final Wire wire;
  private final @Nullable SocketFactory usersFactory;

  /** Called by pgjdbc with the properties of the connection that it opens. */
  public WiredSocketFactory(Properties connection) throws PSQLException {
    Wire registered = WIRES.get(String.valueOf(connection.getProperty(WIRE)));
    if (registered == null) {
      throw new IllegalStateException("the connection attempt is over");
    }
    wire = registered;
    usersFactory = usersFactory(connection);
  }

  private static @Nullable SocketFactory usersFactory(Properties connection) throws PSQLException {
    String name = connection.getProperty(USERS_FACTORY);
    if (name == null) {
      return null;
    }
    Properties properties = new Properties();
    connection.stringPropertyNames().forEach(n -> properties.put(n, connection.getProperty(n)));
    PGProperty.SOCKET_FACTORY.set(properties, name);
    return SocketFactoryFactory.getSocketFactory(properties);
  }

  /** The time in which pgjdbc may ask for sockets on behalf of one connection attempt. */
  record Registration(String id, @Nullable String usersFactory) implements AutoCloseable {

    void applyTo(Properties properties) {
      properties.setProperty(WIRE, id);
      if (usersFactory != null) {
        properties.setProperty(USERS_FACTORY, usersFactory);
      }
      PGProperty.SOCKET_FACTORY.set(properties, WiredSocketFactory.class.getName());
    }

    @Override
    public void close() {
      WIRES.remove(id);
    }
  }

  static Registration register(Wire wire, Properties properties) {
    String id = Long.toString(NEXT.incrementAndGet());
    WIRES.put(id, wire);
    return new Registration(id, PGProperty.SOCKET_FACTORY.getOrDefault(properties));
  }

  @Override
  public Socket createSocket() throws IOException {
    if (wire.established()) {
      // Beside the connection, to cancel its query: the wire stays with the connection.
      return usersFactory == null ? new Socket() : usersFactory.createSocket();
    }
    Socket socket = usersFactory == null ? new WiredSocket(wire) : usersFactory.createSocket();
    wire.attach(socket);
    socket.setSoTimeout(0);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(InetAddress.getByName(host), port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(host, port);
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
      throws IOException {
    return connected(address, port);
  }

  private Socket connected(InetAddress address, int port) throws IOException {
    Socket socket = createSocket();
    socket.connect(new java.net.InetSocketAddress(address, port));
    return socket;
  }
}
