/** The worker that lays out: a large graph takes seconds and must not stop the screen. */
import { type LayoutRequest, layOut } from './layout'

self.onmessage = ({ data }: MessageEvent<LayoutRequest>) => {
  self.postMessage(layOut(data))
}
