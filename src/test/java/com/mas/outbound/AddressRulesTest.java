package com.mas.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "1.1.1.1", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0",
      "192.167.255.255", "198.17.255.255", "198.20.0.0", "223.255.255.255", "168.63.129.15", "2606:4700:4700::1111",
      "2001:4860:4860::8888", "2a00:1450:4001::1", "64:ff9b::808:808"})
  void aPublicServerMayBeCalled(String address) {
    assertTrue(AddressRules.isPublic(InetAddress.ofLiteral(address)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200",
      "100.127.255.255", "127.0.0.1", "127.255.255.254", "169.254.0.1", "169.254.169.254", "169.254.170.2",
      "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1",
      "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
      "168.63.129.16", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
      "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::a00:1", "64:ff9b:1::808:808", "100::1", "2001::1",
      "2001:db8::1", "2002:7f00:1::", "2002:808:808::1", "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254",
      "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1"})
  void anAddressOfSomebodysOwnNetworkMayNot(String address) {
    assertFalse(AddressRules.isPublic(InetAddress.ofLiteral(address)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "10.1.2.3", "192.168.1.1", "100.64.0.1", "::1", "fd12:3456::1"})
  void aSettingMayOpenPrivateAddresses(String address) {
    assertTrue(AddressRules.mayBeAllowed(InetAddress.ofLiteral(address)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "169.254.169.254", "224.0.0.1", "255.255.255.255", "168.63.129.16", "::",
      "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "fe80::1", "fd00:ec2::254", "ff02::1"})
  void noSettingOpensWhereCloudsKeepTheirSecrets(String address) {
    assertFalse(AddressRules.mayBeAllowed(InetAddress.ofLiteral(address)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2130706433", "0x7f000001", "0X7F000001", "017700000001", "127.1", "127.0.1", "0177.0.0.1",
      "0x7f.0.0.1", "127.0.0.0x1", "127.0.0.01", "127.0.0.256", "1.2.3.4.5", "127.0.0.1.", "0", "00000000", "1.2.3.0x",
      "[fe80::1%eth0]", "[fe80::1%25eth0]", "[::1%lo]", "[::g]", "::1", "[]", "[127.0.0.1]x"})
  void anotherSpellingOfAnAddressIsRefusedWhateverItMeans(String host) {
    assertThrows(IllegalArgumentException.class, () -> AddressRules.literal(host));
  }

  @Test
  void namesAreNotAddresses() {
    for (String name : new String[] {"example.org", "example.org.", "localhost", "10.example", "0x7f.org", "a-1.b2",
        "xn--bcher-kva.example"}) {
      assertEquals(Optional.empty(), AddressRules.literal(name), name);
    }
    assertEquals(Optional.of(InetAddress.ofLiteral("93.184.216.34")), AddressRules.literal("93.184.216.34"));
    assertEquals(Optional.of(InetAddress.ofLiteral("127.0.0.1")), AddressRules.literal("[::ffff:127.0.0.1]"));
  }
}
