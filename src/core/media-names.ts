const AUDIO = "aac ac3 aif aiff amr ape au caf eac3 flac m4a m4b mka mp2 mp3 oga ogg opus wav weba wma wv";
const VIDEO = "3g2 3gp asf avi flv m2ts m4v mkv mov mp4 mpeg mpg mts ogv rm rmvb ts vob webm wmv";

const ENDINGS = new Set(`${AUDIO} ${VIDEO}`.split(" "));

/** Whether a file's name is that of a recording, with sound alone or with pictures. */
export const isRecordingName = (name: string): boolean =>
  ENDINGS.has(name.slice(name.lastIndexOf(".") + 1).toLowerCase()) && name.includes(".");
