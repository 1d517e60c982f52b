import { useStore as useFlow } from '@xyflow/react'
import { Maximize, Minus, Plus } from 'lucide-react'
import { t } from '@/shared/i18n/texts'
import { formatPercent } from '@/shared/lib/format'
import { IconButton } from '@/shared/ui/icon-button'
import type { Camera } from '../camera'

type ZoomButtonsProps = {
  camera: Pick<Camera, 'zoomBy' | 'zoomTo' | 'fit'>
  /** The builder's keys do the same. */
  hasKeys?: boolean
}

/** Nearer, farther, and all of it. */
export function ZoomButtons({ camera, hasKeys = false }: ZoomButtonsProps) {
  const percent = formatPercent(useFlow((state) => Math.round(state.transform[2] * 100)) / 100)
  const keys = (key: string) => ({ side: 'top', ...(hasKeys && { keys: key }) }) as const
  return (
    <>
      <IconButton
        icon={Minus}
        label={t('Zoom out')}
        {...keys('-')}
        onClick={() => camera.zoomBy(1 / STEP)}
      />
      <button
        type="button"
        aria-label={t('Zoom {percent}: set to {whole}', { percent, whole: formatPercent(1) })}
        onClick={() => camera.zoomTo(1)}
        className="num h-8 w-11 rounded-control text-center text-ink-2 text-xs hover:bg-sunken"
      >
        {percent}
      </button>
      <IconButton
        icon={Plus}
        label={t('Zoom in')}
        {...keys('+')}
        onClick={() => camera.zoomBy(STEP)}
      />
      <IconButton icon={Maximize} label={t('Fit')} {...keys('1')} onClick={() => camera.fit()} />
    </>
  )
}

const STEP = 1.25
