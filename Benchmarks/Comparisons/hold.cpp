// The hold model on std::priority_queue, to stand beside kernel.hold: the same events in the same order.
//
// usage: hold PENDING EVENTS; prints events per CPU-second of this thread, then a checksum.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <queue>
#include <vector>

namespace {

// 24 bytes: the instant, rank and sequence in one word, the payload.
struct Event {
  std::int64_t at;
  std::uint64_t order;
  std::uint64_t payload;
};
static_assert(sizeof(Event) == 24, "the comparison is about 24-byte events");

struct Later {
  bool operator()(const Event &left, const Event &right) const {
    return left.at != right.at ? left.at > right.at : left.order > right.order;
  }
};

// The generator of KernelBenchmarks.swift.
struct SplitMix64 {
  std::uint64_t state;

  std::uint64_t next() {
    state += 0x9E3779B97F4A7C15u;
    std::uint64_t word = state;
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9u;
    word = (word ^ (word >> 27)) * 0x94D049BB133111EBu;
    return word ^ (word >> 31);
  }

  std::int64_t increment() {
    return static_cast<std::int64_t>((static_cast<unsigned __int128>(next()) * 1000000u) >> 64);
  }
};

double cpuSeconds() {
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

}  // namespace

int main(int argc, char **argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: hold PENDING EVENTS\n");
    return 64;
  }
  const std::uint64_t pending = std::strtoull(argv[1], nullptr, 10);
  const std::uint64_t events = std::strtoull(argv[2], nullptr, 10);

  SplitMix64 random{1};
  std::vector<Event> storage;
  storage.reserve(pending + 1);
  std::priority_queue<Event, std::vector<Event>, Later> queue(Later{}, std::move(storage));
  std::uint64_t sequence = 0;
  for (std::uint64_t index = 0; index < pending; ++index) {
    queue.push(Event{random.increment(), sequence++, index});
  }

  std::uint64_t checksum = 0;
  const auto turn = [&] {
    const Event event = queue.top();
    queue.pop();
    checksum = checksum * 31 + event.payload;
    queue.push(Event{event.at + random.increment(), sequence++, event.payload});
  };
  // As many turns unmeasured as there are events pending, so that the first spread is forgotten.
  for (std::uint64_t index = 0; index < pending; ++index) turn();
  const double start = cpuSeconds();
  for (std::uint64_t index = 0; index < events; ++index) turn();
  const double elapsed = cpuSeconds() - start;
  std::printf("%.1f %llu\n", static_cast<double>(events) / elapsed,
              static_cast<unsigned long long>(checksum));
  return 0;
}
