"""A Valkey Cluster on loopback: three masters with a replica each, from the wheel."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from redis import Redis
from redis.crc import REDIS_CLUSTER_HASH_SLOTS, key_slot
from redis.exceptions import RedisError

from server.embedded.unprivileged import binaries, run_as

MASTERS = 3
NODE_TIMEOUT_MS = 1_000  # of silence, after which the others elect a replica
READY_S = 30
HOST = "127.0.0.1"


@dataclass(slots=True)
class Node:
    port: int
    process: subprocess.Popen[bytes]
    client: Any  # redis has commands of a cluster for its own client of clusters alone

    def tell(self, *command: str | bytes | int) -> Any:
        return self.client.execute_command(*command)

    @property
    def name(self) -> str:
        told: bytes = self.tell("CLUSTER MYID")
        return told.decode()

    def owns(self, slot: int) -> bool:
        return any(
            first <= slot <= last and place[1] == self.port for first, last, place, *_ in self.tell("CLUSTER SLOTS")
        )

    def hang(self) -> None:
        """Its connections stay open, and nothing is answered."""
        self.process.send_signal(signal.SIGSTOP)

    def kill(self) -> None:
        """As a power cut does."""
        self.process.kill()
        self.process.wait()


@dataclass(frozen=True, slots=True)
class Cluster:
    masters: Sequence[Node]
    replicas: Sequence[Node]  # in the order of their masters

    @property
    def url(self) -> str:
        """Two of them are enough to find the others."""
        return f"redis://{HOST}:{self.masters[0].port},{HOST}:{self.masters[1].port}/?cluster=true"

    def begin_move(self, slot: int, source: Node, target: Node) -> None:
        """From now on its keys are on the one or on the other."""
        target.tell("CLUSTER SETSLOT", slot, "IMPORTING", source.name)
        source.tell("CLUSTER SETSLOT", slot, "MIGRATING", target.name)

    def move_keys(self, source: Node, target: Node, *keys: bytes) -> None:
        source.tell("MIGRATE", HOST, target.port, "", 0, 5000, "KEYS", *keys)

    def end_move(self, slot: int, source: Node, target: Node) -> None:
        """With all that is left there."""
        while keys := source.tell("CLUSTER GETKEYSINSLOT", slot, 100):
            self.move_keys(source, target, *keys)
        for node in (target, source, *self.masters):
            node.tell("CLUSTER SETSLOT", slot, "NODE", target.name)

    def move_at_once(self, slot: int, source: Node, target: Node) -> None:
        """As Valkey does by itself from version 9 on: nobody sees a part of it."""
        source.tell("CLUSTER MIGRATESLOTS", "SLOTSRANGE", slot, slot, "NODE", target.name)
        _until(lambda: target.owns(slot) and not source.owns(slot))

    def master_of(self, key: str) -> int:
        """Which of the masters has it at first."""
        return key_slot(key.encode()) * MASTERS // REDIS_CLUSTER_HASH_SLOTS

    def is_master(self, node: Node) -> bool:
        return bool(node.tell("ROLE")[0] == b"master")

    def key_names(self) -> set[str]:
        return {key.decode() for master in self.masters for key in master.client.scan_iter(count=1000)}


@contextmanager
def cluster_in(folder: Path) -> Iterator[Cluster]:
    """Ready to serve. `folder` is one that the servers' user may enter."""
    with ExitStack() as stack:
        nodes = [stack.enter_context(_node(folder, port)) for port in _free_ports(2 * MASTERS)]
        cluster = Cluster(nodes[:MASTERS], nodes[MASTERS:])
        _join(cluster)
        yield cluster


@contextmanager
def cluster_announcing(folder: Path, announced: Sequence[int]) -> Iterator[Cluster]:
    """Of masters alone, which tell their clients these ports instead of their own."""
    with ExitStack() as stack:
        ports = _free_ports(MASTERS)
        made = [stack.enter_context(_node(folder, port, told)) for port, told in zip(ports, announced, strict=True)]
        cluster = Cluster(made, [])
        _join(cluster)
        yield cluster


def _free_ports(count: int) -> list[int]:
    """Each with the one after it, by which servers talk among themselves."""
    with ExitStack() as stack:
        found: list[int] = []
        while len(found) < count:
            first, second = (stack.enter_context(socket.socket()) for _ in range(2))
            first.bind((HOST, 0))
            port = first.getsockname()[1]
            try:
                second.bind((HOST, port + 1))
            except (OSError, OverflowError):
                continue
            found.append(port)
        return found


@contextmanager
def _node(folder: Path, port: int, announced: int | None = None) -> Iterator[Node]:
    who, own = run_as(), folder / str(port)
    who.own(own)
    settings = {
        **{"bind": HOST, "port": port, "cluster-port": port + 1, "dir": own, "save": "", "appendonly": "no"},
        **{"cluster-enabled": "yes", "cluster-config-file": "nodes.conf", "cluster-node-timeout": NODE_TIMEOUT_MS},
        **{"cluster-replica-validity-factor": 0, "repl-diskless-sync-delay": 0, "logfile": own / "log"},
    }
    if announced is not None:
        settings["cluster-announce-port"] = announced
    arguments = [str(part) for name, value in settings.items() for part in (f"--{name}", value)]
    program = str(binaries(folder, who).valkey)
    with subprocess.Popen([program, *arguments], stdout=subprocess.DEVNULL, **who.subprocess_arguments()) as process:
        node = Node(port, process, Redis(HOST, port, socket_timeout=5))
        try:
            _until(node.client.ping)
            yield node
        finally:
            node.client.close()
            process.kill()


def _join(cluster: Cluster) -> None:
    for number, master in enumerate(cluster.masters):
        first, last = (n * REDIS_CLUSTER_HASH_SLOTS // MASTERS for n in (number, number + 1))
        master.tell("CLUSTER ADDSLOTSRANGE", first, last - 1)
        master.tell("CLUSTER SET-CONFIG-EPOCH", number + 1)
    nodes = [*cluster.masters, *cluster.replicas]
    for node in nodes[1:]:
        node.tell("CLUSTER MEET", HOST, nodes[0].port, nodes[0].port + 1)
    _until(lambda: all(_knows(node, len(nodes)) for node in nodes))
    for master, replica in zip(cluster.masters, cluster.replicas, strict=bool(cluster.replicas)):
        name = master.tell("CLUSTER MYID")
        _until(partial(replica.tell, "CLUSTER REPLICATE", name))
    _until(
        lambda: all(replica.client.info("replication")["master_link_status"] == "up" for replica in cluster.replicas)
    )
    if cluster.replicas:
        _until(lambda: all(_replicas_known(node) for node in cluster.masters))


def _knows(node: Node, count: int) -> bool:
    said = node.client.execute_command("CLUSTER INFO")
    info = said if isinstance(said, dict) else dict(line.split(":") for line in said.decode().split())
    return info["cluster_state"] == "ok" and int(info["cluster_known_nodes"]) == count


def _replicas_known(node: Node) -> bool:
    return all(len(range_) > 3 for range_ in node.tell("CLUSTER SLOTS"))  # first, last, master, replica


def _until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + READY_S
    while True:
        try:
            if holds():
                return
        except (RedisError, OSError) as error:
            complaint: BaseException | None = error
        else:
            complaint = None
        assert time.monotonic() < deadline, complaint or "the cluster does not come up"
        time.sleep(0.02)
