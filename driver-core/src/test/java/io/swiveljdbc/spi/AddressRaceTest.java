package io.swiveljdbc.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AddressRaceTest {

  private static final int LATE = 10_000;

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private static InetAddress loopback(int last) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }

  private ServerSocket listening(InetAddress address, int port) throws IOException {
    ServerSocket server = new ServerSocket();
    open.add(server);
    server.bind(new InetSocketAddress(address, port), 1);
    return server;
  }

  /** Its queue is full, so that it leaves further attempts unanswered. */
  private int hanging(InetAddress address) throws IOException {
    int port = listening(address, 0).getLocalPort();
    boolean accepted = true;
    while (accepted) {
      Socket socket = new Socket();
      open.add(socket);
      try {
        socket.connect(new InetSocketAddress(address, port), 200);
      } catch (IOException e) {
        accepted = false;
      }
    }
    return port;
  }

  @Test
  void an_address_that_refuses_does_not_delay_the_next() throws Exception {
    int port = listening(loopback(2), 0).getLocalPort();
    AddressRace race = new AddressRace(new InetAddress[] {loopback(1), loopback(2)}, port, LATE);

    assertThat(race.winner()).isEqualTo(loopback(2));
  }

  @Test
  void an_address_that_hangs_delays_the_next_by_a_head_start() throws Exception {
    int port = hanging(loopback(1));
    listening(loopback(2), port);
    long start = System.nanoTime();

    assertThat(new AddressRace(new InetAddress[] {loopback(1), loopback(2)}, port, LATE).winner())
        .isEqualTo(loopback(2));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void the_preferred_address_wins_where_it_answers() throws Exception {
    int port = listening(loopback(1), 0).getLocalPort();
    listening(loopback(2), port);

    assertThat(new AddressRace(new InetAddress[] {loopback(1), loopback(2)}, port, LATE).winner())
        .isEqualTo(loopback(1));
  }

  @Test
  void where_all_refuse_each_failure_is_told() throws Exception {
    int port;
    try (ServerSocket gone = new ServerSocket(0)) {
      port = gone.getLocalPort();
    }
    AddressRace race = new AddressRace(new InetAddress[] {loopback(1), loopback(2)}, port, LATE);

    assertThatThrownBy(race::winner)
        .isInstanceOf(IOException.class)
        .satisfies(first -> assertThat(first.getSuppressed()).hasSize(1));
  }

  @Test
  void closing_it_releases_who_waits_for_it() throws Exception {
    int port = hanging(loopback(1));
    Wire wire = new Wire(Duration.ofSeconds(10));
    AddressRace race = new AddressRace(new InetAddress[] {loopback(1)}, port, LATE);
    wire.attach(race);
    CompletableFuture<Throwable> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                race.winner();
                return new AssertionError("somebody won");
              } catch (IOException e) {
                return e;
              }
            });
    wire.abort();

    assertThat(waiting.get(5, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
  }
}
