package io.swiveljdbc.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Chooses loopback ports that are free now and stay so while a server is down.
 *
 * <p>They lie below the range from which the kernel takes the ports of outgoing connections (32768
 * and above on Linux, 49152 on macOS). Inside that range the port of a dead server is soon some
 * client's own, or a client that keeps knocking at it is at last connected to itself.
 */
final class Ports {
  private static final int FIRST = 17_000;
  private static final int LAST = 32_000;
  private static final int TRIES = 200;

  /** One after the other, so that no port is handed out twice before its server listens on it. */
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(LAST - FIRST));

  private Ports() {}

  static InetAddress loopback() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    } catch (IOException e) {
      throw new LocalClusterException("no IPv4 loopback address", e);
    }
  }

  static int free() {
    for (int i = 0; i < TRIES; i++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), LAST - FIRST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new LocalClusterException("no free port among " + TRIES + " tried");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = listen(port)) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  static ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(loopback(), port), 256);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
