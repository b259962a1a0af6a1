// The sky without its clouds: an even gradient, brighter towards the sun. `blur` is 0 for a mirror, 1 for matt.
uniform vec3 zenith, horizon, below;

float raised(float share, float by) { return exp2(log2(max(share, 1e-4)) * by); }

vec3 sky_towards(vec3 d, float blur) {
  float high = clamp((d.y + 0.5 * blur) / (1.0 + 0.5 * blur), 0.0, 1.0);
  vec3 sky = mix(horizon, zenith, sqrt(high));
  float near = max(dot(d, sun_towards), 0.0);
  float square = near * near, fourth = square * square;
  sky += sun_light * (0.03 * fourth + 0.1 * (1.0 - blur) * fourth * fourth * fourth * fourth * fourth);
  return mix(below, sky, smoothstep(-0.12 - 0.6 * blur, 0.02 + 0.4 * blur, d.y));
}
