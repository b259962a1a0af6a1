// Windows drawn on a wall, exactly within each pixel, so that nothing far away shimmers.
in vec2 across_up; flat in vec2 share; flat in vec3 pane;
uniform float dusk;

// How much of the pixel from `first` to `last` lies in stripes of this width around the middle of each whole number.
vec2 striped(vec2 first, vec2 last, vec2 width, vec2 middle) {
  vec2 begin = middle - 0.5 * width;
  first -= begin; last -= begin;
  return (floor(last) - floor(first)) * width + min(fract(last), width) - min(fract(first), width);
}

struct Window {
  float glass, frame, near;  // shares of the pixel; how well single panes can be told apart
  vec3 tint, lit;            // the glass as a share of the wall's colour; light behind it
  vec2 tilt;
};

Window window_here() {
  Window w;
  vec2 wide = max(fwidth(across_up), 1e-4);
  vec2 first = across_up - 0.5 * wide, last = first + wide, area = 1.0 / wide;
  const vec2 middle = vec2(0.5, 0.45);
  vec2 whole = striped(first, last, share, middle) * area;
  vec2 rim = min(share * 0.09, 0.05);
  vec2 inner = striped(first, last, max(share - 2.0 * rim, 0.0), middle) * area;
  vec2 bar = striped(first, last, vec2(share.x < 0.9 ? 0.045 : 0.0, 0.0), middle) * area;  // ribbons have none
  inner.x = max(inner.x - bar.x, 0.0);
  w.glass = inner.x * inner.y;
  w.frame = max(whole.x * whole.y - w.glass, 0.0);
  w.near = 1.0 - clamp(2.0 * max(wide.x, wide.y) - 0.5, 0.0, 1.0);
  vec2 number = floor(across_up);
  float drawn = fract(dot(number, vec2(0.731, 0.419)));
  drawn = fract(37.9 * drawn * (1.0 + fract(dot(number, vec2(0.137, 0.861)))));
  float other = fract(drawn * 91.7);
  vec3 bright = drawn < 0.1 ? vec3(7.2, 4.0, 1.9) : vec3(0.6 + 0.7 * drawn);  // a tenth have curtains
  // The lintel's shade on the glass, and blinds drawn down to a different height in each third pane.
  float up = (fract(across_up.y) - middle.y) / max(share.y, 0.01) + 0.5;
  float blind = other < 0.33 ? step(1.0 - 1.5 * other, up) : 0.0;
  bright = mix(bright, vec3(5.0, 4.0, 2.6), 0.8 * blind);
  bright *= 1.0 - 0.55 * smoothstep(0.8, 1.0, up);
  vec3 even = vec3(2.2, 1.8, 1.35);  // about their mean
  w.tint = pane * mix(even, bright, w.near);
  vec3 lamp = mix(vec3(0.95, 0.6, 0.28), vec3(0.75, 0.72, 0.62), fract(other * 7.3));
  w.lit = dusk * lamp * mix(0.22, other > 0.62 ? 0.85 * (1.0 - 0.5 * blind) : 0.0, w.near);
  w.tilt = w.near * (vec2(drawn, other) - 0.5) * vec2(0.02, 0.03);
  return w;
}
