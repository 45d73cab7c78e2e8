package io.swiveljdbc.mysql;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * TLS to a server whose certificate is verified. It accepts nothing that Connector/J would refuse,
 * and may refuse what Connector/J accepts.
 */
final class VerifiedTls {

  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private VerifiedTls() {}

  /**
   * Puts TLS upon a connection.
   *
   * @param identity whether the certificate must be for this host
   * @throws SSLException when the server is not to be trusted, for instance
   * @throws IOException when the connection has failed
   */
  static SSLSocket over(
      Socket connection, String host, int port, TrustManager trusted, boolean identity)
      throws IOException {
    SSLSocket socket =
        (SSLSocket) context(trusted).getSocketFactory().createSocket(connection, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(VERSIONS);
    parameters.setCipherSuites(
        Stream.of(parameters.getCipherSuites())
            .filter(VerifiedTls::isUpToDate)
            .toArray(String[]::new));
    if (identity) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    requireValid(socket.getSession().getPeerCertificates());
    return socket;
  }

  /** A new one: with it, each certificate is verified anew. */
  private static SSLContext context(TrustManager trusted) throws SSLException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trusted}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new SSLException(e);
    }
  }

  /** Suites with forward secrecy and authenticated encryption: Connector/J takes all of these. */
  private static boolean isUpToDate(String suite) {
    boolean aead = suite.contains("_GCM_") || suite.contains("_CHACHA20_");
    return aead
        && (suite.startsWith("TLS_AES_")
            || suite.startsWith("TLS_CHACHA20_")
            || suite.startsWith("TLS_ECDHE_"));
  }

  /** The JDK does not ask that of a certificate that is trusted itself. */
  private static void requireValid(Certificate[] chain) throws SSLException {
    try {
      for (Certificate certificate : chain) {
        ((X509Certificate) certificate).checkValidity();
      }
    } catch (GeneralSecurityException e) {
      throw new SSLException(e);
    }
  }
}
