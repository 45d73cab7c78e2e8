package io.swiveljdbc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RelayTest {
  private ServerSocket listener;
  private Relay relay;
  private Socket client;
  private Socket server;

  @BeforeEach
  void connect() throws IOException {
    listener = Ports.listen(Ports.free());
    relay = new Relay(Ports.free(), (InetSocketAddress) listener.getLocalSocketAddress());
    relay.serverIsUp(true);
    client = newClient();
    server = listener.accept();
    server.setSoTimeout(5000);
  }

  @AfterEach
  void close() throws IOException {
    relay.close();
    listener.close();
    client.close();
    server.close();
  }

  @Test
  void everyByteArrivesInOrder() throws IOException {
    byte[] sent = new byte[1 << 20];
    new Random(1).nextBytes(sent);
    Thread unused = Threads.start("test-writer", () -> write(client, sent));
    byte[] received = server.getInputStream().readNBytes(sent.length);
    assertThat(Arrays.equals(received, sent)).isTrue();
  }

  @Test
  void anEndOfStreamEndsThatDirectionOnly() throws IOException {
    client.shutdownOutput();
    assertThat(server.getInputStream().read()).isEqualTo(-1);
    server.getOutputStream().write(7);
    assertThat(client.getInputStream().read()).isEqualTo(7);
    server.close();
    assertThat(client.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void aResetByTheServerResetsTheClient() throws IOException {
    server.setSoLinger(true, 0);
    server.close();
    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  @Test
  void clientsAreRefusedWhileTheServerIsDownUnlessTheNetworkIsCut() throws IOException {
    relay.serverIsUp(false);
    assertThatThrownBy(() -> newClient().close()).isInstanceOf(ConnectException.class);

    relay.cut();
    try (Socket unanswered = newClient()) {
      unanswered.setSoTimeout(200);
      assertThatThrownBy(() -> unanswered.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }

    relay.heal();
    assertThatThrownBy(() -> newClient().close()).isInstanceOf(ConnectException.class);
    relay.serverIsUp(true);
    newClient().close();
  }

  @Test
  void aCutHoldsBackWhatIsSentAndTheEndToo() throws IOException {
    relay.cut();
    server.getOutputStream().write(7);
    server.close();
    client.setSoTimeout(200);
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);

    relay.heal();
    client.setSoTimeout(5000);
    assertThat(client.getInputStream().read()).isEqualTo(7);
    assertThat(client.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void aCutCanEndInAReset() throws IOException {
    relay.cut();
    relay.reset();
    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  private Socket newClient() throws IOException {
    Socket socket = new Socket(Ports.loopback(), relay.port());
    socket.setSoTimeout(5000);
    return socket;
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
