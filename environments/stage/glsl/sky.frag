in vec3 towards; out vec4 pixel;
uniform sampler2D cloud_shapes; uniform float clouds, now_s;

void main() {
  vec3 d = normalize(towards);
  vec3 sky = sky_towards(d, 0.0);
  float near = max(dot(d, sun_towards), 0.0);
  sky += sun_light * (12.0 * smoothstep(0.99994, 0.99997, near) + 0.5 * smoothstep(0.985, 1.0, near) * near);
  if (clouds > 0.0) {
    vec2 at = d.xz / (max(d.y, 0.0) + 0.14) * 0.11 + vec2(0.00035, 0.0002) * now_s;
    float shape = texture(cloud_shapes, at).r;
    shape += 0.35 * (texture(cloud_shapes, at * 3.7 + 0.31).r - 0.5);
    float thick = smoothstep(1.0 - clouds, 1.45 - 0.8 * clouds, shape);
    float towards_sun = texture(cloud_shapes, at + 0.012 * sun_towards.xz).r;
    float lit = clamp(0.75 - 1.1 * (towards_sun - shape), 0.25, 1.1);
    vec3 white = mix(horizon, zenith, 0.25) * 0.55 + sun_light * lit * (0.5 + 0.7 * near * near * near * near);
    sky = mix(sky, white, thick * smoothstep(0.02, 0.22, d.y) * 0.9);
  }
  pixel = vec4(shown(sky), 1.0);
}
