package io.swiveljdbc.postgres;

import io.swiveljdbc.spi.AddressRace;
import io.swiveljdbc.spi.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;

/**
 * A socket that waits no longer than its wire allows while the login is not done, and tells the
 * wire of its waits after that.
 */
final class WiredSocket extends Socket {

  private final Wire wire;

  WiredSocket(Wire wire) {
    this.wire = wire;
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    InetAddress[] addresses = addresses(endpoint);
    wire.markConnecting();
    if (addresses.length < 2) {
      super.connect(endpoint, wire.connectTimeout(timeout));
      return;
    }
    int port = ((InetSocketAddress) endpoint).getPort();
    AddressRace race = new AddressRace(addresses, port, wire.connectTimeout(timeout));
    wire.attach(race);
    InetAddress winner = race.winner();
    wire.attach(this);
    super.connect(new InetSocketAddress(winner, port), wire.connectTimeout(timeout));
  }

  /** All addresses of the name that was asked for; resolved now, through the JVM and its cache. */
  private static InetAddress[] addresses(SocketAddress endpoint) {
    try {
      return endpoint instanceof InetSocketAddress named && !named.isUnresolved()
          ? InetAddress.getAllByName(named.getHostString())
          : new InetAddress[0];
    } catch (UnknownHostException e) {
      return new InetAddress[0];
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new WiredInput(super.getInputStream(), wire, this);
  }

  /** Lets the next read last no longer than the login may. */
  void boundRead() throws SocketException {
    super.setSoTimeout(wire.readTimeout(wire.requestedTimeout()));
  }

  @Override
  public void setSoTimeout(int timeout) throws SocketException {
    super.setSoTimeout(wire.readTimeout(timeout));
  }

  /** What was asked for, since pgjdbc keeps it during a handshake in order to set it again. */
  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // reads one volatile
  public int getSoTimeout() {
    return wire.requestedTimeout();
  }
}
