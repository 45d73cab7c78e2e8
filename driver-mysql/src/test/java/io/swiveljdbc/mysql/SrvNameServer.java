package io.swiveljdbc.mysql;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A name server that gives the same answer to whatever it is asked: SRV records, or an error. */
final class SrvNameServer implements AutoCloseable {

  /** What it answers: a response code of DNS, and one record for each port. */
  record Answer(int code, String host, List<Integer> ports) {

    static Answer naming(Integer... ports) {
      return new Answer(0, "localhost", List.of(ports));
    }

    static Answer error(int code) {
      return new Answer(code, "", List.of());
    }
  }

  private static final int HEADER = 12;
  private static final int RESPONSE = 0x8180;
  private static final int SRV = 33;
  private static final int INTERNET = 1;

  /** Points to the name in the question. */
  private static final int THE_NAME_ASKED = 0xC000 | HEADER;

  private final DatagramSocket socket;
  private volatile Answer answer = Answer.error(3);

  SrvNameServer() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "name-server");
    thread.setDaemon(true);
    thread.start();
  }

  String url() {
    return "dns://127.0.0.1:" + socket.getLocalPort();
  }

  void answers(Answer next) {
    answer = next;
  }

  private void serve() {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[512], 512);
        socket.receive(packet);
        byte[] response = response(packet.getData());
        socket.send(new DatagramPacket(response, response.length, packet.getSocketAddress()));
      }
    } catch (IOException closed) {
      // that is how it ends
    }
  }

  private byte[] response(byte[] query) throws IOException {
    Answer now = answer;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(query, 0, 2); // which query it answers
    out.writeShort(RESPONSE | now.code);
    for (int count : new int[] {1, now.ports.size(), 0, 0}) {
      out.writeShort(count);
    }
    out.write(query, HEADER, endOfQuestion(query) - HEADER);
    for (int port : now.ports) {
      byte[] target = name(now.host);
      out.writeShort(THE_NAME_ASKED);
      out.writeShort(SRV);
      out.writeShort(INTERNET);
      out.writeInt(0);
      out.writeShort(6 + target.length);
      out.writeShort(0); // priority
      out.writeShort(0); // weight
      out.writeShort(port);
      out.write(target);
    }
    return bytes.toByteArray();
  }

  private static int endOfQuestion(byte[] query) {
    int at = HEADER;
    while (query[at] != 0) {
      at += 1 + query[at];
    }
    return at + 5;
  }

  private static byte[] name(String host) {
    ByteArrayOutputStream labels = new ByteArrayOutputStream();
    if (!host.isEmpty()) {
      for (String label : host.split("\\.", -1)) {
        labels.write(label.length());
        labels.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
      }
    }
    labels.write(0);
    return labels.toByteArray();
  }

  @Override
  public void close() {
    socket.close();
  }
}
