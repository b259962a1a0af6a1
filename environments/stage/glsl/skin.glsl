// Carries a vertex and its normal, in the space of their node, to where their joints are at this moment of a clip.
// Rows of `clip_frames` are frames, three texels a joint: the rows of its matrix. `clip`: its first row, its frames,
// frames a second, and the frame at time 0.
in vec4 joint, weight;
uniform sampler2D clip_frames; uniform vec4 clip; uniform vec4 clip_time[1];
void skinned(inout vec3 at, inout vec3 facing) {
  float frame = mod(clip.w + clip_time[0].x * clip.z, clip.y);
  int first = int(frame);
  int second = first + 1 < int(clip.y) ? first + 1 : 0;
  float share = frame - float(first);
  first += int(clip.x);
  second += int(clip.x);
  vec4 x = vec4(0.0), y = vec4(0.0), z = vec4(0.0);
  for (int i = 0; i < 4; i++) {
    if (weight[i] <= 0.0) continue;
    int texel = 3 * int(joint[i] + 0.5);
    float now = weight[i] * (1.0 - share), next = weight[i] * share;
    x += now * texelFetch(clip_frames, ivec2(texel, first), 0)
       + next * texelFetch(clip_frames, ivec2(texel, second), 0);
    y += now * texelFetch(clip_frames, ivec2(texel + 1, first), 0)
       + next * texelFetch(clip_frames, ivec2(texel + 1, second), 0);
    z += now * texelFetch(clip_frames, ivec2(texel + 2, first), 0)
       + next * texelFetch(clip_frames, ivec2(texel + 2, second), 0);
  }
  vec4 rest = vec4(at, 1.0);
  at = vec3(dot(x, rest), dot(y, rest), dot(z, rest));
  facing = vec3(dot(x.xyz, facing), dot(y.xyz, facing), dot(z.xyz, facing));
}
