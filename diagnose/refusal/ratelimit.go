package refusal

import "github.com/why403/why403/diagnose"

// readRateLimit adds the point that the caller asked too often, with the time to
// wait where the answer says it.
func readRateLimit(s *answer, r *diagnose.Refusal) {
	r.Refused = true
	ps := r.Points
	r.Points = nil
	p := add(r, diagnose.RateLimited, diagnose.Certain, s.statusAt, "status 429: too many requests")
	waitFor(s, p)
	for _, other := range ps {
		if other.Cause != diagnose.RateLimited {
			r.Points = append(r.Points, other)
		}
	}
}

// waitFor says in p how long to wait, and who can do what.
func waitFor(s *answer, p *diagnose.Point) {
	p.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Wait, then call less often: back off exponentially, cache, batch"}}
	if after, _ := s.header("Retry-After"); after != "" {
		p.Detail = "Retry-After: " + short(after) + "."
		return
	}
	for _, name := range [...]string{"X-RateLimit-Reset", "RateLimit-Reset", "inin-ratelimit-reset", "X-Rate-Limit-Reset"} {
		if reset, _ := s.header(name); reset != "" {
			p.Detail = name + ": " + short(reset) + "."
			return
		}
	}
	if s.resp.HeadersShown {
		p.Detail = "The answer does not say how long to wait."
	}
}

// overLimit says whether the headers show that nothing is left of a rate limit.
func (s *answer) overLimit() bool {
	left, _ := s.header("X-RateLimit-Remaining")
	return left == "0"
}
