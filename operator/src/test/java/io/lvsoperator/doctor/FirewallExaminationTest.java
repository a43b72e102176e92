package io.lvsoperator.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packet filters of others, as nft lists them. */
class FirewallExaminationTest {
  /** As iptables-nft and kube-proxy leave it. */
  private static final String KUBERNETES =
      """
      # Warning: table ip filter is managed by iptables-nft, do not touch!
      table ip filter {
      	chain KUBE-FORWARD {
      		ct state invalid counter packets 0 bytes 0 drop
      		ct state related,established counter packets 0 bytes 0 accept
      	}

      	chain FORWARD {
      		type filter hook forward priority filter; policy accept;
      		 counter packets 12 bytes 3456 jump KUBE-FORWARD
      	}
      }
      """;

  private static final String NOTRACK =
      """
      table inet lvs-operator {
      	chain raw {
      		type filter hook prerouting priority raw; policy accept;
      		ip daddr 10.0.0.100 tcp dport 80 notrack
      	}
      }
      """;

  private final NodeFacts node = new NodeFacts();

  private static String base(String hook, String policy, String... rules) {
    return "table inet filter {\n\tchain mine {\n\t\ttype filter hook %s priority filter; policy %s;\n%s\n\t}\n}\n"
        .formatted(hook, policy, String.join("\n", rules));
  }

  @Test
  void kubeProxysForwardChainNeedsConntrack() {
    node.firewall = NodeFacts.firewall(KUBERNETES);
    assertThat(node.troubles())
        .containsExactly("WARN chain ip filter KUBE-FORWARD | director NAT,FULLNAT");
    assertThat(node.finding("chain ip filter KUBE-FORWARD").fix())
        .isEqualTo("sysctl -w net.ipv4.vs.conntrack=1");
    node.ipvs = Optional.of(new Facts.Ipvs(List.of(), 0, NodeFacts.options("1")));
    assertThat(node.troubles()).isEmpty();
    assertThat(node.finding("chain ip filter KUBE-FORWARD").fact()).contains("harmless");
  }

  @Test
  void chainsThatNobodyJumpsToDropNothing() {
    node.firewall = NodeFacts.firewall(KUBERNETES.replace("jump KUBE-FORWARD", "accept"));
    assertThat(node.troubles()).isEmpty();
    assertThat(node.finding("packet filter").fact())
        .isEqualTo("nothing in it drops balanced packets");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ct state invalid drop",
        "ct state { invalid } counter packets 3 bytes 4 drop",
        "iifname \"eth0\" ct state invalid log prefix \"bad \" drop",
        "ct state invalid,untracked reject with icmp port-unreachable",
        "ct state vmap { invalid : drop, established : accept, related : accept }",
      })
  void waysToDropWhatConntrackDoesNotKnow(String rule) {
    node.firewall = NodeFacts.firewall(base("input", "accept", rule));
    assertThat(node.troubles()).containsExactly("WARN chain inet filter mine | director DR,TUN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ct state new drop",
        "ct state invalid accept",
        "ct state established,related accept",
        "tcp dport 22 drop comment \"ct state invalid drop\"",
      })
  void rulesThatAreHarmless(String rule) {
    node.firewall = NodeFacts.firewall(base("input", "accept", rule));
    assertThat(node.troubles()).isEmpty();
  }

  @Test
  void whatIsKeptOutOfConntrackIsNotInvalid() {
    String drops = base("input", "accept", "ct state invalid drop");
    node.firewall = NodeFacts.firewall(drops + NOTRACK);
    assertThat(node.troubles()).isEmpty();
    assertThat(node.finding("chain inet filter mine").fact()).contains("harmless");
    node.firewall = NodeFacts.firewall(drops + NOTRACK.replace("lvs-operator", "other"));
    assertThat(node.troubles()).hasSize(1);
  }

  @Test
  void anInputThatDropsByPolicyMustAcceptUntrackedPackets() {
    String established = "ct state established,related accept";
    node.firewall = NodeFacts.firewall(base("input", "drop", established));
    assertThat(node.troubles()).containsExactly("WARN chain inet filter mine | director DR,TUN");
    assertThat(node.finding("chain inet filter mine").fix())
        .isEqualTo("nft insert rule inet filter mine ct state untracked accept");
    node.firewall =
        NodeFacts.firewall(base("input", "drop", "ct state established,related,untracked accept"));
    assertThat(node.troubles()).isEmpty();
  }

  @Test
  void aForwardThatDropsByPolicyMustAcceptEstablishedConnections() {
    node.firewall = NodeFacts.firewall(base("forward", "drop", "iifname \"docker0\" accept"));
    assertThat(node.troubles())
        .containsExactly("WARN chain inet filter mine | director NAT,FULLNAT");
    node.firewall =
        NodeFacts.firewall(base("forward", "drop", "ct state related,established accept"));
    assertThat(node.troubles()).isEmpty();
  }

  @Test
  void masqueradingEverythingHidesClients() {
    node.firewall =
        NodeFacts.firewall(base("postrouting", "accept", "counter packets 1 bytes 2 masquerade"));
    assertThat(node.troubles()).containsExactly("WARN chain inet filter mine | director NAT");
    node.firewall =
        NodeFacts.firewall(base("postrouting", "accept", "ip saddr 10.244.0.0/16 masquerade"));
    assertThat(node.troubles()).isEmpty();
  }

  @Test
  void ourOwnTableIsNobodyElses() {
    node.firewall =
        NodeFacts.firewall(
            base("input", "accept", "ct state invalid drop").replace("filter {", "lvs-operator {"));
    assertThat(node.troubles()).isEmpty();
  }

  @Test
  void whatCouldNotBeRead() {
    node.firewall =
        new Facts.Firewall(
            Optional.of("/usr/sbin/nft"),
            List.of(),
            "Operation not permitted",
            false,
            List.of("ip nat"));
    assertThat(node.troubles())
        .containsExactly("WARN packet filter | director", "WARN legacy iptables | director");
    assertThat(node.finding("packet filter").fact()).contains("Operation not permitted");
  }

  @Test
  void noNft() {
    node.firewall = new Facts.Firewall(Optional.empty(), List.of(), "", false, List.of());
    assertThat(node.troubles())
        .containsExactly("FAIL program nft | director; real-server NAT,DR,TUN");
    assertThat(node.finding("program nft").fix()).contains("install nftables");
  }
}
