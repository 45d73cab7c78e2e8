package io.swiveljdbc.benchmarks.replay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** For pgjdbc's parameter {@code socketFactory}. */
public final class ReplayingSocketFactory extends SocketFactory {

  /** Called by pgjdbc. */
  public ReplayingSocketFactory() {}

  @Override
  public Socket createSocket() {
    return new ReplayingSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    Socket socket = createSocket();
    socket.connect(new InetSocketAddress(host, port));
    return socket;
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    Socket socket = createSocket();
    socket.connect(new InetSocketAddress(host, port));
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  private static final class ReplayingSocket extends Socket {

    private @Nullable Conversation conversation;

    private Conversation conversation() throws IOException {
      Conversation begun = conversation;
      if (begun == null) {
        begun = new Conversation(super.getInputStream(), super.getOutputStream());
        conversation = begun;
      }
      return begun;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return conversation().answers();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return conversation().requests();
    }
  }
}
