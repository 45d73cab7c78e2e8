package io.swiveljdbc.spi;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A socket that waits no longer than its wire allows while the login is not done, and tells the
 * wire of its waits after that.
 */
public class WiredSocket extends Socket {

  private final Wire wire;
  private @Nullable WiredInput input;

  /** A socket that is not connected yet; it is attached to the wire by whoever makes it. */
  public WiredSocket(Wire wire) {
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
    return input();
  }

  /** One for all that read, TLS too: it may hold a byte that came while nobody had asked. */
  private WiredInput input() throws IOException {
    WiredInput made = input;
    if (made == null) {
      made = new WiredInput(super.getInputStream(), wire, this);
      input = made;
    }
    return made;
  }

  /**
   * Waits, without a question, until something comes or the connection ends; see {@link
   * Wire#awaitInput}.
   *
   * @throws IOException when it has ended
   */
  void awaitInput(Duration atMost) throws IOException {
    input().await((int) Math.max(1, Math.min(Integer.MAX_VALUE, atMost.toMillis())));
  }

  /** Lets the next read last no longer than this, in milliseconds. */
  void readWithin(int atMost) throws SocketException {
    super.setSoTimeout(atMost);
  }

  /** Lets the next read last no longer than the login may. */
  void boundRead() throws SocketException {
    super.setSoTimeout(wire.readTimeout(wire.requestedTimeout()));
  }

  @Override
  public void setSoTimeout(int timeout) throws SocketException {
    super.setSoTimeout(wire.readTimeout(timeout));
  }

  /** What was asked for, since drivers keep it during a handshake in order to set it again. */
  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // reads one volatile
  public int getSoTimeout() {
    return wire.requestedTimeout();
  }
}
