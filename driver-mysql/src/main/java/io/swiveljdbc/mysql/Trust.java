package io.swiveljdbc.mysql;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Verifies a server's certificates just as they were sent, and then as the JDK does, which looks
 * for a part of them that will do, and asks nothing of a certificate that is trusted itself.
 * Connector/J does both too.
 *
 * <p>Not an extended trust manager: around this one the JDK puts its limits on algorithms, for each
 * certificate, and the check of the host's name.
 *
 * @param anchors the certificates with which a chain may end
 * @param jdk the JDK's own manager of these
 * @param until when one of them is not valid any more
 */
record Trust(KeyStore anchors, X509TrustManager jdk, Instant until) implements X509TrustManager {

  static Trust in(KeyStore anchors, Instant until) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    return new Trust(anchors, (X509TrustManager) factory.getTrustManagers()[0], until);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    for (X509Certificate certificate : chain) {
      certificate.checkValidity();
    }
    try {
      CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(chain));
      PKIXParameters parameters = new PKIXParameters(anchors);
      parameters.setRevocationEnabled(false);
      CertPathValidator.getInstance("PKIX").validate(path, parameters);
    } catch (CertificateException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new CertificateException(e);
    }
    jdk.checkServerTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    jdk.checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return jdk.getAcceptedIssuers();
  }
}
