package io.swiveljdbc.topology;

import java.util.Locale;

/**
 * How a server is reached: host name (or literal address) and port.
 *
 * <p>This is not the server's identity: two addresses can lead to one server, and one address can
 * lead to another server tomorrow. A server's identity is what it says of itself, see {@link
 * SelfReport}.
 *
 * @param host host name or literal address in lower case, an IPv6 address without brackets
 * @param port TCP port, 1 to 65535
 */
public record HostAddress(String host, int port) implements Comparable<HostAddress> {

  /** Normalises the host and checks the port. */
  public HostAddress {
    host = host.toLowerCase(Locale.ROOT);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty()) {
      throw new IllegalArgumentException("a host name must not be empty");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "port " + port + " of host " + host + " is out of range, allowed is 1 to 65535");
    }
  }

  /** The host as it stands in a URL: an IPv6 address in brackets. */
  public String urlHost() {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }

  @Override
  public int compareTo(HostAddress other) {
    int byHost = host.compareTo(other.host);
    return byHost != 0 ? byHost : Integer.compare(port, other.port);
  }

  /** {@code host:port}, as in a URL. */
  @Override
  public String toString() {
    return urlHost() + ":" + port;
  }
}
