package com.mas.outbound.s3;

import com.mas.bus.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads and writes the documents of the interface: small trees of names and texts. Knows no entities and no DTD. */
public final class S3Xml {
  public static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
  private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

  private final Element element;

  private S3Xml(Element element) {
    this.element = element;
  }

  /** Fails with {@link Failure#INVALID} for what is no such document. */
  public static S3Xml read(byte[] bytes) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setExpandEntityReferences(false);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new DefaultHandler()); // says nothing; what is fatal is thrown
      return new S3Xml(builder.parse(new ByteArrayInputStream(bytes)).getDocumentElement());
    } catch (SAXException | IOException e) {
      throw Failure.INVALID.with("The document cannot be read as XML.");
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("every Java platform reads XML", e);
    }
  }

  public String name() {
    return element.getLocalName();
  }

  /** Returns the children of the name, in their order. */
  public List<S3Xml> all(String name) {
    List<S3Xml> found = new ArrayList<>();
    for (Node each = element.getFirstChild(); each != null; each = each.getNextSibling()) {
      if (each instanceof Element child && name.equals(child.getLocalName())) {
        found.add(new S3Xml(child));
      }
    }
    return found;
  }

  /** Returns the text of the first child of the name; empty where there is none. */
  public String text(String name) {
    return all(name).stream().findFirst().map(each -> each.element.getTextContent().strip()).orElse("");
  }

  /** Returns a whole document. */
  public static String document(String root, String... content) {
    return HEAD + "<" + root + " xmlns=\"" + NAMESPACE + "\">" + String.join("", content) + "</" + root + ">";
  }

  /** Returns the document that tells why a request is refused. */
  public static String error(String code, String message) {
    return HEAD + "<Error>" + tag("Code", code) + tag("Message", message) + "</Error>";
  }

  public static String tag(String name, Object value) {
    return "<" + name + ">" + escaped(String.valueOf(value)) + "</" + name + ">";
  }

  public static String group(String name, String... content) {
    return "<" + name + ">" + String.join("", content) + "</" + name + ">";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
  }
}
